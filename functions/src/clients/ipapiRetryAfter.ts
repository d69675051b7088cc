// How long to leave ipapi.co alone after a 429.

const DEFAULT_MS = 5 * 60_000;
const SHORTEST_MS = 60_000;
const LONGEST_MS = 3_600_000;

/**
 * Milliseconds to wait by a Retry-After header (RFC 9110 §10.2.3: seconds or a date), between one
 * minute and one hour whatever it says; five minutes without a readable one.
 */
export function parseRetryAfter(header: string | null, now: Date): number {
  if (header === null) return DEFAULT_MS;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(wait) ? DEFAULT_MS : Math.min(Math.max(wait, SHORTEST_MS), LONGEST_MS);
}
