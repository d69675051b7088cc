// How often a person is disturbed. No alert is ever dropped: what comes within a minute of a login that
// still waits for its answer replaces that one's alert on the screen and stands for both, what comes
// later stands beside it, and what comes after ten alerts in a day makes no sound.
import { isConfirmed } from '../session/confirmation.ts';
import { isLive } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import { dayMs, secondMs } from '../session/policy.ts';
import type { SessionRecord, SessionSecrets } from '../session/session.ts';

const burstSeconds = 60;
const soundsPerDay = 10;
/** Logins that one alert can stand for: their ids must fit into a push. */
const maxLogins = 20;

export interface AlertGrouping {
  /** The logins that the alert stands for, in their order: those that still wait for an answer. */
  logins: SessionRecord[];
  /** The first of them: what they replace each other by. */
  burstId: string;
  silent: boolean;
}

/**
 * How the alert about `about` is grouped with the user's other logins. `recent` are the latest
 * registrations in any state. Triggers that run out of order come to the same.
 */
export function groupingOf(
  about: SessionRecord,
  records: readonly SessionRecord[],
  recent: readonly SessionSecrets[],
  moment: Moment,
): AlertGrouping {
  const { sessionId } = about.session;
  const waiting = records.filter(
    ({ session, secrets }) =>
      session.sessionId !== sessionId &&
      secrets.newDevice &&
      isLive(session, moment.now) &&
      !isConfirmed(session, moment),
  );
  const isWaiting = about.secrets.newDevice && isLive(about.session, moment.now);
  const logins = isWaiting ? burstAround(about, [...waiting, about].sort(inOrder)) : [about];
  const dayAgo = moment.now.getTime() - dayMs;
  const today = recent.filter(
    (one) =>
      one.alertedAt !== null && one.alertedAt.getTime() > dayAgo && !isCarriedOn(one, recent),
  );
  return {
    logins: logins.slice(-maxLogins),
    burstId: (logins[0] ?? about).session.sessionId,
    silent: today.length >= soundsPerDay,
  };
}

/** Whether the session was continued in another one: that keeps the time of the alert, which is no second. */
function isCarriedOn(one: SessionSecrets, recent: readonly SessionSecrets[]): boolean {
  const alertedAt = one.alertedAt?.getTime();
  return (
    one.state === 'replaced' &&
    recent.some(
      (other) => other.registeredAt > one.registeredAt && other.alertedAt?.getTime() === alertedAt,
    )
  );
}

/** By the id where the time is the same, so that all agree on the order. */
function inOrder(a: SessionRecord, b: SessionRecord): number {
  return (
    a.secrets.registeredAt.getTime() - b.secrets.registeredAt.getTime() ||
    a.session.sessionId.localeCompare(b.session.sessionId)
  );
}

/** The logins, in order, that follow each other within a minute, this one among them. */
function burstAround(about: SessionRecord, logins: readonly SessionRecord[]): SessionRecord[] {
  const isGap = (index: number) => {
    const [earlier, later] = [logins[index - 1], logins[index]];
    if (!earlier || !later) return true;
    const ms = later.secrets.registeredAt.getTime() - earlier.secrets.registeredAt.getTime();
    return ms > burstSeconds * secondMs;
  };
  const at = logins.indexOf(about);
  let [first, last] = [at, at];
  while (!isGap(first)) first -= 1;
  while (!isGap(last + 1)) last += 1;
  return logins.slice(first, last + 1);
}
