import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hashDevice } from '../../src/tokens/deviceHash.ts';
import { issueDeviceToken, parseDeviceToken } from '../../src/tokens/deviceToken.ts';
import { issueReceiptToken } from '../../src/tokens/receiptToken.ts';
import { issueRefreshToken } from '../../src/tokens/refreshToken.ts';
import { dropped, first as keys, foreign, rotated } from './keySets.ts';

const installation = 'I-_'.padEnd(22, 'i');

describe('a device token', () => {
  it('parses to its installation', () => {
    assert.equal(parseDeviceToken(keys, issueDeviceToken(keys, installation)), installation);
  });

  it('outlives a rotation of keys, is made anew under the key in use, and dies with its own', () => {
    const old = issueDeviceToken(keys, installation);
    assert.equal(parseDeviceToken(rotated, old), installation);
    assert.equal(parseDeviceToken(dropped, old), null);
    const young = issueDeviceToken(rotated, installation);
    assert.notEqual(young, old);
    assert.equal(parseDeviceToken(dropped, young), installation);
  });

  it('is nothing where another server made it, or any character of it is another', () => {
    assert.equal(parseDeviceToken(keys, issueDeviceToken(foreign, installation)), null);
    const token = issueDeviceToken(keys, installation);
    for (let at = 0; at < token.length; at += 1) {
      for (const other of 'AQgw19-_.'.replace(token[at] ?? '', '')) {
        const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
        assert.equal(parseDeviceToken(keys, changed), null);
      }
    }
  });

  it('is nothing with anything before or after it, nor where it is not one at all', () => {
    const token = issueDeviceToken(keys, installation);
    for (const odd of [` ${token}`, `${token}\n`, `${token}=`, `${token}.`, `.${token}`]) {
      assert.equal(parseDeviceToken(keys, odd), null);
    }
    const property = fc.property(fc.anything(), fc.string({ unit: 'binary' }), (value, text) => {
      assert.equal(parseDeviceToken(keys, value), null);
      assert.equal(parseDeviceToken(keys, text), null);
    });
    fc.assert(property, { seed: 1 });
  });

  it('cannot be made of what other tokens and documents show', () => {
    const refresh = issueRefreshToken(keys, {
      ...{ accountId: 'A'.repeat(43), sessionId: installation, nonce: 'N'.repeat(22) },
    }).split('.');
    const receipt = issueReceiptToken(keys, {
      sessionId: installation,
      expiresAt: new Date(4e12),
    }).split('.');
    const hashes = hashDevice(keys, installation, 'device-01');
    for (const mac of [refresh.at(-1), receipt.at(-1), ...hashes]) {
      assert.equal(parseDeviceToken(keys, `${installation}.${mac}`), null);
    }
  });

  it('is made of nothing but a nonce', () => {
    for (const odd of ['', 'short', 'I'.repeat(23), `${'I'.repeat(21)}/`]) {
      assert.throws(() => issueDeviceToken(keys, odd), TypeError);
    }
  });
});
