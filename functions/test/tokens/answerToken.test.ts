import assert from 'node:assert/strict';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { issueAccessToken } from '../../src/tokens/accessToken.ts';
import { issueAnswerToken, verifyAnswerToken } from '../../src/tokens/answerToken.ts';
import { dropped, first as keys, foreign, rotated } from './keySets.ts';

const now = new Date('2026-11-23T12:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const weekSeconds = 7 * 86_400;
const issuer =
  'https://northamerica-northeast1-a-project-id-as-long-as-it-can-be.cloudfunctions.net';
const answer = {
  accountId: 'u'.repeat(43),
  answeringSessionId: 'A'.repeat(22),
  answeringDevice: 'D'.repeat(8),
  about: ['B'.repeat(8)],
  expiresAt: later(weekSeconds),
};
const issue = (change = {}) => issueAnswerToken(keys, { ...answer, issuer, ...change }, now);
const refusal = { name: 'SessionError', reason: 'token_invalid' };
const refused = (token: unknown, at = now) =>
  assert.rejects(verifyAnswerToken(keys, token, { issuer }, at), refusal);

describe('an answer token', () => {
  it('verifies to who was asked about which device', async () => {
    assert.deepEqual(await verifyAnswerToken(keys, await issue(), { issuer }, now), answer);
  });

  it('has a typ, an audience and claims of its own', async () => {
    const token = await issue();
    const header = { alg: 'ES256', typ: 'login-answer+jwt', kid: keys.signing[0].kid };
    assert.deepEqual(decodeProtectedHeader(token), header);
    assert.deepEqual(decodeJwt(token), {
      iss: issuer,
      aud: 'login-answer',
      sub: answer.accountId,
      sid: answer.answeringSessionId,
      device: answer.answeringDevice,
      about: 'B'.repeat(8),
      iat: now.getTime() / 1000,
      exp: now.getTime() / 1000 + weekSeconds,
    });
  });

  it('leaves most of a push to others, even of the longest issuer', async () => {
    assert((await issue()).length <= 600);
  });

  it('is refused from its end on', async () => {
    const token = await issue();
    await verifyAnswerToken(keys, token, { issuer }, later(weekSeconds - 1));
    await refused(token, later(weekSeconds));
    await refused(token, later(-6));
  });

  it('outlives a rotation of keys, and not the drop of its own', async () => {
    const token = await issue();
    await verifyAnswerToken(rotated, token, { issuer }, now);
    await assert.rejects(verifyAnswerToken(dropped, token, { issuer }, now), refusal);
  });

  it('is refused where it is of another issuer or project', async () => {
    await refused(await issue({ issuer: 'https://elsewhere.example' }));
    await refused(await issueAnswerToken(foreign, { ...answer, issuer }, now));
  });

  it('is refused where it is an access token, even one for the same audience', async () => {
    const session = { userId: 'user-1', sessionId: 'A'.repeat(22), deviceId: 'device-1' };
    const input = {
      ...session,
      issuer,
      audience: 'login-answer',
      clientId: 'c',
      lifetimeSeconds: 60,
    };
    await refused(await issueAccessToken(keys, input, now));
  });

  it('is refused with the claims of an answer under another typ or audience', async () => {
    const sign = (typ: string, aud: string) =>
      new SignJWT({ ...decodeJwt(token), aud })
        .setProtectedHeader({ alg: 'ES256', typ, kid: keys.signing[0].kid })
        .sign(keys.signing[0].privateKey);
    const token = await issue();
    await verifyAnswerToken(keys, await sign('login-answer+jwt', 'login-answer'), { issuer }, now);
    await refused(await sign('at+jwt', 'login-answer'));
    await refused(await sign('login-answer+jwt', 'other'));
  });

  it('names several devices, and fits into a push with twenty of them', async () => {
    const several = Array.from({ length: 20 }, (_, at) => `${at}`.padEnd(8, 'B'));
    const token = await issue({ about: several });
    const { about } = await verifyAnswerToken(keys, token, { issuer }, now);
    assert.deepEqual(about, several);
    assert(token.length <= 900);
  });

  it('is refused without the session and device asked, the device asked about, or the account', async () => {
    for (const name of ['answeringSessionId', 'answeringDevice', 'accountId']) {
      await refused(await issue({ [name]: undefined }));
      await refused(await issue({ [name]: '' }));
    }
    await refused(await issue({ about: [] }));
  });
});
