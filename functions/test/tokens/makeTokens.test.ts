import assert from 'node:assert/strict';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { makeTokens } from '../../src/tokens/makeTokens.ts';
import { publicJwks } from '../../src/tokens/sessionKeys.ts';
import { first as keys } from './keySets.ts';

const now = new Date('2026-11-23T12:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const caller = { userId: 'user-1', sessionId: 'S'.repeat(22), deviceId: 'device-1' };
const settings = {
  issuer: 'https://us-central1-demo.cloudfunctions.net',
  audience: 'demo',
  clientId: 'demo-apps',
  cacheSize: 10,
};

const asked = {
  accountId: 'A'.repeat(43),
  answeringSessionId: 'A'.repeat(22),
  answeringDevice: 'device-1',
  about: ['device-2'],
};

describe('the tokens of a deployment', () => {
  const tokens = makeTokens({ ...settings, keys: () => Promise.resolve(keys) });

  it('are access tokens of its issuer, audience, client and lifetime', async () => {
    const token = await tokens.issueAccessToken(caller, 60, now);
    const { issuer, audience, clientId } = settings;
    const claims = await tokens.verifyAccessToken(token, now);
    const times = { issuedAt: now, expiresAt: later(60) };
    const { tokenId } = claims;
    assert.deepEqual(claims, { ...caller, issuer, audience, clientId, tokenId, ...times });
  });

  it('are refresh tokens', async () => {
    const nonce = 'N'.repeat(22);
    const parts = { accountId: 'A'.repeat(43), sessionId: caller.sessionId, nonce };
    const token = await tokens.issueRefreshToken(parts);
    assert.deepEqual(await tokens.parseRefreshToken(token), parts);
    assert.equal(await tokens.parseRefreshToken(`${token}x`), null);
  });

  it('are answer tokens of its issuer', async () => {
    const answer = { ...asked, expiresAt: later(60) };
    const token = await tokens.issueAnswerToken(answer, now);
    assert.equal(decodeJwt(token).iss, settings.issuer);
    assert.deepEqual(await tokens.verifyAnswerToken(token, now), answer);
  });

  it('are receipt tokens', async () => {
    const receipt = { sessionId: caller.sessionId, expiresAt: later(60) };
    const token = await tokens.issueReceiptToken(receipt);
    assert.deepEqual(await tokens.verifyReceiptToken(token, now), receipt);
  });

  it('verify by the keys that it publishes', async () => {
    const published = await tokens.publicJwks();
    assert.deepEqual(published, publicJwks(keys));
    const token = await tokens.issueAccessToken(caller, 60, now);
    const { payload } = await jwtVerify(token, createLocalJWKSet(published), { currentDate: now });
    assert.equal(payload.sub, caller.userId);
  });

  it('need no key until one is made or read', async () => {
    const keyless = makeTokens({
      ...settings,
      keys: () => Promise.reject(new TypeError('SESSION_KEYS is not JSON')),
    });
    await assert.rejects(keyless.issueAccessToken(caller, 60, now), TypeError);
  });

  it('stand for no other kind', async () => {
    const accountId = 'A'.repeat(43);
    const expiresAt = later(60);
    const access = await tokens.issueAccessToken(caller, 60, now);
    const refresh = await tokens.issueRefreshToken({
      ...{ accountId, sessionId: caller.sessionId, nonce: 'N'.repeat(22) },
    });
    const answer = await tokens.issueAnswerToken({ ...asked, expiresAt }, now);
    const receipt = await tokens.issueReceiptToken({ sessionId: caller.sessionId, expiresAt });
    const refusal = { reason: 'token_invalid' };
    for (const token of [refresh, answer, receipt]) {
      await assert.rejects(tokens.verifyAccessToken(token, now), refusal);
    }
    for (const token of [access, refresh, receipt]) {
      await assert.rejects(tokens.verifyAnswerToken(token, now), refusal);
    }
    for (const token of [access, refresh, answer]) {
      await assert.rejects(tokens.verifyReceiptToken(token, now), refusal);
    }
    for (const token of [access, answer, receipt]) {
      assert.equal(await tokens.parseRefreshToken(token), null);
    }
  });
});
