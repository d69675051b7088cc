import assert from 'node:assert/strict';
import { isPublicAddress, networkOf, parseIpAddress } from '../../../src/domain/place/ipAddress.ts';

describe('parseIpAddress', () => {
  const spellings: [text: string, canonical: string][] = [
    ['77.88.55.242', '77.88.55.242'],
    [' 77.88.55.242\t', '77.88.55.242'],
    ['77.88.55.242:443', '77.88.55.242'],
    ['2A02:06B8:0:0::2:242', '2a02:6b8::2:242'],
    ['[2a02:6b8::2:242]', '2a02:6b8::2:242'],
    ['[2a02:6b8::2:242]:443', '2a02:6b8::2:242'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
    ['::ffff:77.88.55.242', '77.88.55.242'],
    ['::FFFF:4d58:37f2', '77.88.55.242'],
    ['0:0:0:0:0:ffff:77.88.55.242', '77.88.55.242'],
    ['[::ffff:77.88.55.242]:443', '77.88.55.242'],
  ];
  for (const [text, canonical] of spellings) {
    it(`reads ${JSON.stringify(text)} as ${canonical}`, () => {
      assert.equal(parseIpAddress(text), canonical);
    });
  }

  const refused: unknown[] = [
    '',
    'unknown',
    '_hidden',
    'localhost',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '0x1.2.3.4',
    '16909060',
    '1.2.3.4.5',
    '1.2.3.4:',
    '1.2.3.4:port',
    '1.2.3.4:123456',
    '1.2.3.4, 5.6.7.8',
    '1.2.3.4/24',
    '１.2.3.4',
    '::1::',
    '[::1',
    '::1]',
    '[[::1]]',
    '[::1]x',
    '[example.org]:80',
    null,
    undefined,
    42,
    ['1.2.3.4'],
  ];
  for (const value of refused) {
    it(`reads ${JSON.stringify(value)} as no address`, () => {
      assert.equal(parseIpAddress(value), null);
    });
  }
});

describe('isPublicAddress', () => {
  // First and last address of each range, and the neighbours that are outside it.
  const ranges: [name: string, first: string, last: string, outside: string[]][] = [
    ['this network', '0.0.0.0', '0.255.255.255', ['1.0.0.0']],
    ['10/8', '10.0.0.0', '10.255.255.255', ['9.255.255.255', '11.0.0.0']],
    ['carrier-grade NAT', '100.64.0.0', '100.127.255.255', ['100.63.255.255', '100.128.0.0']],
    ['loopback', '127.0.0.0', '127.255.255.255', ['126.255.255.255', '128.0.0.0']],
    ['link-local', '169.254.0.0', '169.254.255.255', ['169.253.255.255', '169.255.0.0']],
    ['172.16/12', '172.16.0.0', '172.31.255.255', ['172.15.255.255', '172.32.0.0']],
    ['IETF protocols', '192.0.0.0', '192.0.0.255', ['191.255.255.255', '192.0.1.0']],
    ['documentation 1', '192.0.2.0', '192.0.2.255', ['192.0.1.255', '192.0.3.0']],
    ['AS112', '192.31.196.0', '192.31.196.255', ['192.31.195.255', '192.31.197.0']],
    ['AMT', '192.52.193.0', '192.52.193.255', ['192.52.192.255', '192.52.194.0']],
    ['6to4 relays', '192.88.99.0', '192.88.99.255', ['192.88.98.255', '192.88.100.0']],
    ['192.168/16', '192.168.0.0', '192.168.255.255', ['192.167.255.255', '192.169.0.0']],
    ['direct AS112', '192.175.48.0', '192.175.48.255', ['192.175.47.255', '192.175.49.0']],
    ['benchmarking', '198.18.0.0', '198.19.255.255', ['198.17.255.255', '198.20.0.0']],
    ['documentation 2', '198.51.100.0', '198.51.100.255', ['198.51.99.255', '198.51.101.0']],
    ['documentation 3', '203.0.113.0', '203.0.113.255', ['203.0.112.255', '203.0.114.0']],
    ['multicast and reserved', '224.0.0.0', '255.255.255.255', ['223.255.255.255']],
    ['Teredo', '2001::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff', []],
    ['IETF protocols v6', '2001::', '2001:1ff:ffff::', ['2000:ffff::', '2001:200::']],
    ['documentation v6', '2001:db8::', '2001:db8:ffff::', ['2001:db7:ffff::', '2001:db9::']],
    ['6to4', '2002::', '2002:ffff::', ['2001:ffff::', '2003::']],
    ['AS112 v6', '2620:4f:8000::', '2620:4f:8000:ffff::', ['2620:4f:7fff::', '2620:4f:8001::']],
    ['new documentation v6', '3fff::', '3fff:fff:ffff::', ['3ffe:ffff::', '3fff:1000::']],
  ];
  for (const [name, first, last, outside] of ranges) {
    it(`refuses ${name}, and nothing beside it`, () => {
      assert.equal(isPublicAddress(first), false, first);
      assert.equal(isPublicAddress(last), false, last);
      for (const ip of outside) assert.equal(isPublicAddress(ip), true, ip);
    });
  }

  const special: [name: string, ip: string][] = [
    ['the unspecified address', '::'],
    ['IPv6 loopback', '::1'],
    ['an IPv4-compatible address', '::77.88.55.242'],
    ['a mapped private address', '::ffff:10.0.0.1'],
    ['a translated address', '::ffff:0:77.88.55.242'],
    ['NAT64', '64:ff9b::77.88.55.242'],
    ['local NAT64', '64:ff9b:1::1'],
    ['discard-only', '100::1'],
    ['SRv6', '5f00::1'],
    ['unique local', 'fd12:3456::1'],
    ['link-local v6', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast v6', 'ff02::1'],
    ['rubbish', 'example.org'],
  ];
  for (const [name, ip] of special) {
    it(`refuses ${name} (${ip})`, () => {
      assert.equal(isPublicAddress(ip), false);
    });
  }

  for (const ip of [
    '77.88.55.242',
    '8.8.8.8',
    '::ffff:8.8.8.8',
    '2a02:6b8::2:242',
    '2620:fe::fe',
  ]) {
    it(`accepts ${ip}`, () => {
      assert.equal(isPublicAddress(ip), true);
    });
  }
});

describe('networkOf', () => {
  const networks: [ip: string, network: string][] = [
    ['77.88.55.242', '77.88.55.0/24'],
    ['::ffff:77.88.55.242', '77.88.55.0/24'],
    ['2a02:6b8:1:2:3:4:5:6', '2a02:6b8:1::/48'],
    ['2a02:6b8::2:242', '2a02:6b8:0::/48'],
    ['2a02::1', '2a02:0:0::/48'],
    ['2a02:6b8:1::', '2a02:6b8:1::/48'],
    ['2a02:0:0:1:2:3:4:5', '2a02:0:0::/48'],
    ['2a02:0:7:1::', '2a02:0:7::/48'],
    ['::a:b:c:d:e:f', '0:0:a::/48'],
    ['::1', '0:0:0::/48'],
  ];
  for (const [ip, network] of networks) {
    it(`puts ${ip} into ${network}`, () => {
      assert.equal(networkOf(ip), network);
    });
  }

  it('gives one key for all spellings of a network', () => {
    assert.equal(networkOf('2A02:06B8:0000:ffff::1'), networkOf('2a02:6b8::2:242'));
  });

  it('throws for what is no address', () => {
    assert.throws(() => networkOf('example.org'), TypeError);
  });
});
