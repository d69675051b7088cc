// Who makes room for a new session where there are too many.
import { isConfirmed } from '../session/lifetime.ts';
import type { SessionPolicy } from '../session/policy.ts';
import type { SessionRecord } from '../session/session.ts';

/**
 * The least recently active beyond the limit. A newcomer that nobody vouches for ends only such as it is, else a thief could
 * throw the owner out by signing in often enough; there is one more than the limit meanwhile.
 */
export function evictionsFor(
  confirmed: boolean,
  others: SessionRecord[],
  policy: SessionPolicy,
  now: Date,
): SessionRecord[] {
  const excess = others.length + 1 - policy.maxSessions;
  if (confirmed || policy.freshSessionHours === 0) return leastRecentlyActive(others, excess);
  const unconfirmed = others.filter(({ session }) => !isConfirmed(session, policy, now));
  const first = leastRecentlyActive(unconfirmed, excess);
  const rest = others.filter((record) => !first.includes(record));
  return [...first, ...leastRecentlyActive(rest, rest.length - policy.maxSessions)];
}

function leastRecentlyActive(records: SessionRecord[], count: number): SessionRecord[] {
  if (count <= 0) return [];
  return records
    .toSorted((a, b) => a.session.lastActiveAt.getTime() - b.session.lastActiveAt.getTime())
    .slice(0, count);
}
