// How often a person is disturbed. No alert is ever dropped: what comes within a minute of a login that
// still waits for its answer replaces that one's alert on the screen and stands for both, what comes
// later stands beside it, and what comes after ten alerts in a day makes no sound.
import { type Account, openDevices, type OpenSession } from '../account/account.ts';
import { dayMs, secondMs } from '../session/policy.ts';

const burstSeconds = 60;
const soundsPerDay = 10;
/** Logins that one alert can stand for: their keys must fit into a push. */
const maxLogins = 20;

export interface WaitingLogin {
  key: string;
  session: OpenSession;
}

export interface AlertGrouping {
  /** The logins that the alert stands for, in their order: those that still wait for an answer. */
  logins: WaitingLogin[];
  /** The session of the first of them: what they replace each other by. */
  burstId: string | null;
  silent: boolean;
}

/** How the alert about the logins of these devices is grouped with the others that wait. */
export function groupingOf(account: Account, about: readonly string[], now: Date): AlertGrouping {
  const waiting = openDevices(account)
    .filter(([, { session }]) => session.newDevice && !session.confirmed)
    .map(([key, { session }]) => ({ key, session }))
    .sort(inOrder);
  const logins = burstsAround(waiting, about);
  const dayAgo = now.getTime() - dayMs;
  const today = account.alertedTimes.filter((at) => at.getTime() > dayAgo);
  return {
    logins: logins.slice(-maxLogins),
    burstId: logins[0]?.session.sessionId ?? null,
    silent: today.length >= soundsPerDay,
  };
}

/** By the id where the time is the same, so that all agree on the order. */
function inOrder({ session: a }: WaitingLogin, { session: b }: WaitingLogin): number {
  return (
    a.registeredAt.getTime() - b.registeredAt.getTime() || a.sessionId.localeCompare(b.sessionId)
  );
}

/** Of logins in order, those that follow each other within a minute, one of these among them. */
function burstsAround(logins: readonly WaitingLogin[], about: readonly string[]): WaitingLogin[] {
  const bursts: WaitingLogin[][] = [];
  for (const login of logins) {
    const last = bursts.at(-1);
    const earlier = last?.at(-1);
    const ms = earlier
      ? login.session.registeredAt.getTime() - earlier.session.registeredAt.getTime()
      : Infinity;
    if (last && ms <= burstSeconds * secondMs) last.push(login);
    else bursts.push([login]);
  }
  return bursts.filter((burst) => burst.some(({ key }) => about.includes(key))).flat();
}
