import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { issueDeviceToken } from '../../src/tokens/deviceToken.ts';
import { issueReceiptToken } from '../../src/tokens/receiptToken.ts';
import { issueRefreshToken, parseRefreshToken } from '../../src/tokens/refreshToken.ts';
import { dropped, first as keys, foreign, rotated } from './keySets.ts';

const sessionId = 'S-_'.padEnd(22, 's');
const nonce = 'N-_'.padEnd(22, 'n');
const accountId = 'A-_'.padEnd(43, 'a');
const parts = { accountId, sessionId, nonce };

describe('a refresh token', () => {
  it('is account id, session id, nonce, and the HMAC-SHA256 of all under the first oct key', () => {
    const token = issueRefreshToken(rotated, parts);
    const secret = rotated.mac[0].export();
    const text = `${accountId}.${sessionId}.${nonce}`;
    const mac = createHmac('sha256', secret).update(text).digest('base64url');
    assert.equal(token, `${text}.${mac}`);
  });

  it('parses to its parts', () => {
    const token = issueRefreshToken(keys, parts);
    assert.deepEqual(parseRefreshToken(keys, token), parts);
  });

  it('parses by every key of a rotated set, and not when its key is dropped', () => {
    const token = issueRefreshToken(keys, parts);
    assert.deepEqual(parseRefreshToken(rotated, token), parts);
    assert.equal(parseRefreshToken(dropped, token), null);
    const young = issueRefreshToken(rotated, parts);
    assert.deepEqual(parseRefreshToken(dropped, young), parts);
    assert.equal(parseRefreshToken(keys, young), null);
  });

  it('is nothing where another server made it', () => {
    assert.equal(parseRefreshToken(keys, issueRefreshToken(foreign, parts)), null);
  });

  it('is nothing where any character of it is another', () => {
    const token = issueRefreshToken(keys, parts);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    for (let at = 0; at < token.length; at += 1) {
      for (const other of alphabet.replace(token[at] ?? '', '')) {
        const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
        assert.equal(parseRefreshToken(keys, changed), null);
      }
    }
  });

  it('is nothing with anything before or after it', () => {
    const token = issueRefreshToken(keys, parts);
    for (const odd of [` ${token}`, `${token}\n`, `${token}=`, `${token}.`, `.${token}`]) {
      assert.equal(parseRefreshToken(keys, odd), null);
    }
  });

  it('is nothing with the parts of two tokens', () => {
    const a = issueRefreshToken(keys, parts).split('.');
    const b = issueRefreshToken(keys, {
      ...{ accountId: 'B'.repeat(43), sessionId: 'T'.repeat(22), nonce: 'M'.repeat(22) },
    }).split('.');
    for (const at of [0, 1, 2, 3]) {
      assert.equal(parseRefreshToken(keys, a.with(at, b[at]!).join('.')), null);
    }
    assert.equal(parseRefreshToken(keys, [a[0], a[2], a[1], a[3]].join('.')), null);
  });

  it('is nothing where it is not one at all', () => {
    const property = fc.property(fc.anything(), fc.string({ unit: 'binary' }), (value, text) => {
      assert.equal(parseRefreshToken(keys, value), null);
      assert.equal(parseRefreshToken(keys, text), null);
    });
    fc.assert(property, { seed: 1 });
  });

  it('is nothing where it is a receipt token, as it is or with a longer end', () => {
    const receipt = issueReceiptToken(keys, { sessionId, expiresAt: new Date(4e15) });
    assert.equal(parseRefreshToken(keys, receipt), null);
    const [id, end = '', mac] = receipt.split('.');
    assert.equal(parseRefreshToken(keys, [id, end.padStart(22, '0'), mac].join('.')), null);
  });

  it('is nothing with the MAC of a device token, over either of its parts', () => {
    for (const part of [sessionId, nonce]) {
      const [, mac = ''] = issueDeviceToken(keys, part).split('.');
      assert.equal(parseRefreshToken(keys, [accountId, sessionId, nonce, mac].join('.')), null);
    }
  });

  it('is not made of anything but the ids and a nonce', () => {
    for (const odd of ['', 'short', 'S'.repeat(23), `${'S'.repeat(20)}.S`, `${'S'.repeat(21)}/`]) {
      for (const name of ['accountId', 'sessionId', 'nonce']) {
        assert.throws(() => issueRefreshToken(keys, { ...parts, [name]: odd }), TypeError);
      }
    }
  });
});
