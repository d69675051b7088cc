// IP addresses: one spelling for each, which of them can be a client on the internet, and the
// network that stands for its neighbours. Parsing is Node's own (node:net).
import { BlockList, SocketAddress, isIPv4, isIPv6 } from 'node:net';

/**
 * The canonical spelling of an address, or null. Takes off a port ("1.2.3.4:80", "[::1]:80"),
 * brackets and an IPv6 zone; an IPv4-mapped IPv6 address becomes the IPv4 address it holds.
 */
export function parseIpAddress(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const address = withoutPort(value.trim());
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return null;
  // Lower case, zeros compressed, no zone; embedded IPv4 in dotted form (inet_ntop).
  const canonical = new SocketAddress({ address, family: 'ipv6' }).address;
  const mapped = canonical.startsWith('::ffff:') ? canonical.slice('::ffff:'.length) : '';
  return isIPv4(mapped) ? mapped : canonical;
}

function withoutPort(text: string): string {
  const match = /^\[([^[\]]+)\](?::\d{1,5})?$/.exec(text) ?? /^([\d.]+):\d{1,5}$/.exec(text);
  return match?.[1] ?? text;
}

// IANA IPv4 Special-Purpose Address Registry, with multicast (RFC 5771) and all of 240/4. The few
// entries that are globally reachable are infrastructure (AS112, AMT, relays): no client has them.
const specialIpv4: [network: string, prefix: number][] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, cloud metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // IETF protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.31.196.0', 24], // AS112
  ['192.52.193.0', 24], // AMT
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['192.175.48.0', 24], // AS112
  ['198.18.0.0', 15], // benchmarking
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

// IANA IPv6 Special-Purpose Address Registry, as far as it lies within 2000::/3. Teredo and 6to4 are
// among them: such an address tells where a tunnel is, and databases place it by that.
const specialIpv6: [network: string, prefix: number][] = [
  ['2001::', 23], // IETF protocol assignments: Teredo, benchmarking, ORCHID, DETs
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4
  ['2620:4f:8000::', 48], // AS112
  ['3fff::', 20], // documentation
];

const special = new BlockList();
for (const [network, prefix] of specialIpv4) special.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of specialIpv6) special.addSubnet(network, prefix, 'ipv6');
// All of global unicast that has been given out (RFC 4291 §2.4). Loopback, link-local, unique local,
// multicast, discard-only, SRv6 and NAT64 addresses all lie outside.
const globalUnicastIpv6 = new BlockList();
globalUnicastIpv6.addSubnet('2000::', 3, 'ipv6');

/** Whether a client on the internet can have this address. False for what is no address at all. */
export function isPublicAddress(ip: string): boolean {
  const address = parseIpAddress(ip);
  if (address === null) return false;
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  return globalUnicastIpv6.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

/**
 * The address's /24 (IPv4) or /48 (IPv6), as a key for a cache: "77.88.55.0/24", "2a02:6b8:0::/48".
 * Throws a TypeError for what is not an address.
 */
export function networkOf(ip: string): string {
  const address = parseIpAddress(ip);
  if (address === null) throw new TypeError('networkOf needs an IP address');
  if (isIPv4(address)) return `${address.slice(0, address.lastIndexOf('.'))}.0/24`;
  return `${groupsOf(address).slice(0, 3).join(':')}::/48`;
}

function groupsOf(canonicalIpv6: string): string[] {
  const [left = '', right] = canonicalIpv6.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
}
