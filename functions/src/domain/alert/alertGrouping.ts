// How often a person is disturbed. No alert is ever dropped: what comes within a minute of the last
// replaces it on the screen and counts it in, what comes later stands beside it, what comes after
// ten a day makes no sound.
import { dayMs, secondMs } from '../session/policy.ts';
import type { SessionSecrets } from '../session/session.ts';

const burstSeconds = 60;
const soundsPerDay = 10;

export interface AlertGrouping {
  /** Logins that the alert stands for. */
  count: number;
  /** The first of them: what they replace each other by. */
  burstId: string;
  /** The newest of them: the one that the alert names. */
  newestSessionId: string;
  silent: boolean;
}

/**
 * How the alert about `about` reaches a receiver whose own session began at `since`. Counted from the
 * logins themselves, so that it costs no write, and alike by triggers that run out of order.
 */
export function groupingOf(
  about: SessionSecrets,
  others: readonly SessionSecrets[],
  since: Date,
): AlertGrouping {
  const logins = [about, ...others]
    .filter(
      (one) =>
        one === about || (one.newDevice && one.state !== 'replaced' && one.registeredAt > since),
    )
    // By the id where the time is the same, so that all agree on the order.
    .sort(
      (a, b) =>
        a.registeredAt.getTime() - b.registeredAt.getTime() ||
        a.sessionId.localeCompare(b.sessionId),
    );
  const burst = burstAround(logins, about);
  const dayAgo = about.registeredAt.getTime() - dayMs;
  const today = logins.filter(
    ({ registeredAt }) => registeredAt.getTime() > dayAgo && registeredAt <= about.registeredAt,
  );
  return {
    count: burst.length,
    burstId: (burst[0] ?? about).sessionId,
    newestSessionId: (burst.at(-1) ?? about).sessionId,
    silent: today.length > soundsPerDay,
  };
}

/** The logins, in order, that follow each other within a minute, this one among them. */
function burstAround(logins: readonly SessionSecrets[], about: SessionSecrets): SessionSecrets[] {
  const isGap = (index: number) => {
    const [earlier, later] = [logins[index - 1], logins[index]];
    if (!earlier || !later) return true;
    const ms = later.registeredAt.getTime() - earlier.registeredAt.getTime();
    return ms > burstSeconds * secondMs;
  };
  const at = logins.indexOf(about);
  let [first, last] = [at, at];
  while (!isGap(first)) first -= 1;
  while (!isGap(last + 1)) last += 1;
  return logins.slice(first, last + 1);
}
