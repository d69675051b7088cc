import assert from 'node:assert/strict';
import { clientAddress } from '../../src/http/clientAddress.ts';

const CLIENT = '77.88.55.242';
const FORGED = '8.8.8.8';
const BALANCER = '34.120.0.1';

describe('clientAddress', () => {
  describe('on Cloud Run (no hops)', () => {
    it('is the only entry', () => {
      assert.equal(clientAddress(CLIENT, '169.254.1.1', 0), CLIENT);
    });

    it('is the right-most entry, not one the caller put before it', () => {
      assert.equal(clientAddress(`${FORGED}, 1.1.1.1, ${CLIENT}`, '169.254.1.1', 0), CLIENT);
    });

    it('is not moved by junk the caller put before it', () => {
      for (const junk of [
        ',',
        ',,, ,',
        'unknown',
        '"a,b"',
        'for=8.8.8.8;by="',
        '\t',
        '[',
        'x'.repeat(8000),
      ]) {
        assert.equal(clientAddress(`${junk}, ${CLIENT}`, undefined, 0), CLIENT, junk.slice(0, 20));
      }
    });

    it('is the last line of a header that came in several', () => {
      assert.equal(clientAddress([FORGED, `1.1.1.1, ${CLIENT}`], undefined, 0), CLIENT);
    });
  });

  describe('behind a load balancer (one hop)', () => {
    it('is the second entry from the right', () => {
      assert.equal(clientAddress(`${CLIENT}, ${BALANCER}`, undefined, 1), CLIENT);
      assert.equal(clientAddress(`${FORGED},${CLIENT},${BALANCER}`, undefined, 1), CLIENT);
    });

    it('is unknown where there are too few entries', () => {
      assert.equal(clientAddress(BALANCER, '10.0.0.1', 1), null);
    });

    it('is unknown, not the next entry, where the one in its place is malformed', () => {
      assert.equal(clientAddress(`${FORGED}, unknown, ${BALANCER}`, '10.0.0.1', 1), null);
      assert.equal(clientAddress(`${FORGED},, ${BALANCER}`, '10.0.0.1', 1), null);
    });
  });

  it('counts further hops from the right too', () => {
    assert.equal(clientAddress(`${FORGED}, ${CLIENT}, 1.1.1.1, ${BALANCER}`, undefined, 2), CLIENT);
  });

  it('is unknown, not the socket, where the right-most entry is malformed', () => {
    assert.equal(clientAddress(`${FORGED}, not-an-address`, CLIENT, 0), null);
    assert.equal(clientAddress('', CLIENT, 0), null);
    assert.equal(clientAddress([], CLIENT, 0), null);
  });

  it('takes off ports, brackets and the IPv4 mapping', () => {
    assert.equal(clientAddress(`${FORGED}, ${CLIENT}:51234`, undefined, 0), CLIENT);
    assert.equal(clientAddress('[2A02:6b8::2:242]:51234', undefined, 0), '2a02:6b8::2:242');
    assert.equal(clientAddress(`::ffff:${CLIENT}`, undefined, 0), CLIENT);
  });

  it('is the socket where there is no header', () => {
    assert.equal(clientAddress(undefined, '::ffff:127.0.0.1', 0), '127.0.0.1');
    assert.equal(clientAddress(undefined, undefined, 0), null);
  });
});
