// The address a request came from: the right-most entry of X-Forwarded-For that is not one of our own
// proxies. Entries further left are what the caller may have written itself, and are never used.
import { parseIpAddress } from '../domain/place/ipAddress.ts';

/**
 * The client's address in canonical form, or null where it cannot be known.
 *
 * Every proxy appends the peer it saw on the right, so entries can be trusted from the right only,
 * for as far as the proxies that wrote them are ours:
 *
 *     trustedProxyHops = 0   forged, forged, CLIENT            Cloud Run's front end wrote the last
 *     trustedProxyHops = 1   forged, forged, CLIENT, balancer  a load balancer stands in front
 *
 * - With too few entries, or a malformed one in the client's position, the answer is null: never
 *   another entry, which would be one that the caller chose.
 * - Without the header nothing stood in between, and `socketAddress` is the client.
 * - A number of hops above 0 holds only if callers cannot go round those proxies (ingress "internal
 *   and cloud load balancing"): one who reaches Cloud Run directly writes the entry that is read.
 *
 * A header that arrived as several lines is read in the order of the lines (RFC 9110 §5.3).
 */
export function clientAddress(
  xForwardedFor: string | string[] | undefined,
  socketAddress: string | undefined,
  trustedProxyHops: number,
): string | null {
  if (xForwardedFor === undefined) return parseIpAddress(socketAddress);
  // Positions count, so empty entries are kept: a caller's stray commas must not shift the others.
  const entries = [xForwardedFor].flat().join(',').split(',');
  return parseIpAddress(entries.at(-1 - trustedProxyHops));
}
