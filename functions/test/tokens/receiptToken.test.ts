import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { issueReceiptToken, verifyReceiptToken } from '../../src/tokens/receiptToken.ts';
import { issueRefreshToken } from '../../src/tokens/refreshToken.ts';
import { dropped, first as keys, foreign, rotated } from './keySets.ts';

const now = new Date('2026-11-23T12:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const sessionId = 'S'.repeat(22);
const receipt = { sessionId, expiresAt: later(3600) };
const refused = (token: unknown, at = now, set = keys) =>
  assert.throws(() => verifyReceiptToken(set, token, at), {
    name: 'SessionError',
    reason: 'token_invalid',
  });

describe('a receipt token', () => {
  it('verifies to its session and its end', () => {
    const token = issueReceiptToken(keys, receipt);
    assert.deepEqual(verifyReceiptToken(keys, token, now), receipt);
  });

  it('is short', () => {
    assert.equal(issueReceiptToken(keys, receipt).length, 77);
  });

  it('is refused from its end on', () => {
    const token = issueReceiptToken(keys, receipt);
    verifyReceiptToken(keys, token, later(3599.999));
    refused(token, later(3600));
  });

  it('outlives a rotation of keys, and not the drop of its own', () => {
    const token = issueReceiptToken(keys, receipt);
    verifyReceiptToken(rotated, token, now);
    refused(token, now, dropped);
  });

  it('is refused where another server made it', () => {
    refused(issueReceiptToken(foreign, receipt));
  });

  it('is refused for another session, with another end, or with any character changed', () => {
    const token = issueReceiptToken(keys, receipt);
    const [, end, mac] = token.split('.');
    refused(`${'T'.repeat(22)}.${end}.${mac}`);
    refused(`${sessionId}.${Number(end) + 1}.${mac}`);
    refused(`${sessionId}.0${end}.${mac}`);
    for (let at = 0; at < token.length; at += 1) {
      for (const other of 'AB19_.'.replace(token[at] ?? '', '')) {
        refused(`${token.slice(0, at)}${other}${token.slice(at + 1)}`);
      }
    }
  });

  it('is refused where it is a refresh token, whatever its nonce', () => {
    for (const nonce of ['N'.repeat(22), '1'.repeat(22), '17'.padStart(22, '0')]) {
      const token = issueRefreshToken(keys, { accountId: 'A'.repeat(43), sessionId, nonce });
      refused(token);
      const [, , mac] = token.split('.');
      refused(`${sessionId}.${Number(nonce.slice(-10)) || 9_999_999_999}.${mac}`);
    }
  });

  it('is refused with the MAC of its own text without the prefix of its kind', () => {
    const [, end, mac] = issueReceiptToken(keys, receipt).split('.');
    const under = (text: string) =>
      createHmac('sha256', keys.mac[0].export()).update(text).digest('base64url');
    assert.equal(under(`logout-receipt.${sessionId}.${end}`), mac);
    refused(`${sessionId}.${end}.${under(`${sessionId}.${end}`)}`);
  });

  it('is refused where it is not one at all', () => {
    for (const odd of [undefined, null, 7, {}, [], '', '..', `${sessionId}..`, 'x'.repeat(9000)]) {
      refused(odd);
    }
  });

  it('is not made for anything but a session id', () => {
    for (const odd of ['', 'short', `${'S'.repeat(20)}.S`]) {
      assert.throws(() => issueReceiptToken(keys, { ...receipt, sessionId: odd }), TypeError);
    }
  });
});
