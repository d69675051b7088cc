import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { decodeJwt, decodeProtectedHeader, exportSPKI, importJWK, SignJWT } from 'jose';
import { SessionError } from '../../src/errors.ts';
import {
  type AccessTokenInput,
  issueAccessToken,
  verifyAccessToken,
} from '../../src/tokens/accessToken.ts';
import { issueAnswerToken } from '../../src/tokens/answerToken.ts';

import { dropped, first as keys, foreign, rotated } from './keySets.ts';

const now = new Date('2026-11-23T12:00:00.750Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const seconds = Math.floor(now.getTime() / 1000);
const scope = { issuer: 'https://us-central1-demo.cloudfunctions.net', audience: 'demo' };
const input: AccessTokenInput = {
  ...scope,
  clientId: 'demo-apps',
  userId: 'user-1',
  sessionId: 'S'.repeat(22),
  deviceId: 'device-1',
  lifetimeSeconds: 600,
};
const claims = {
  iss: scope.issuer,
  aud: scope.audience,
  sub: input.userId,
  sid: input.sessionId,
  device_id: input.deviceId,
  client_id: input.clientId,
  iat: seconds,
  exp: seconds + 600,
  jti: 'jti-1',
};

const refusal = { name: 'SessionError', reason: 'token_invalid' };
const verify = (token: unknown, at = now) => verifyAccessToken(keys, token, scope, at);
const refused = (token: unknown, at = now) => assert.rejects(verify(token, at), refusal);

/** A token that the server's own key has signed, with other claims or another header than ours. */
function signed(change: Record<string, unknown> = {}, header: Record<string, unknown> = {}) {
  const protectedHeader = { alg: 'ES256', typ: 'at+jwt', kid: keys.signing[0].kid, ...header };
  return new SignJWT({ ...claims, ...change })
    .setProtectedHeader(protectedHeader)
    .sign(keys.signing[0].privateKey);
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('an access token', () => {
  it('has the header and the claims of RFC 9068, and those of the session', async () => {
    const token = await issueAccessToken(keys, input, now);
    const { jti } = decodeJwt(token);
    assert.deepEqual(decodeJwt(token), { ...claims, jti });
    assert.match(String(jti), /^[0-9a-f-]{36}$/);
    const header = { alg: 'ES256', typ: 'at+jwt', kid: keys.signing[0].kid };
    assert.deepEqual(decodeProtectedHeader(token), header);
  });

  it('verifies to what it was issued for', async () => {
    const { tokenId, issuedAt, expiresAt, ...named } = await verify(
      await issueAccessToken(keys, input, now),
    );
    assert.deepEqual({ ...named, lifetimeSeconds: 600 }, input);
    assert.deepEqual(issuedAt, new Date(seconds * 1000));
    assert.deepEqual(expiresAt, new Date((seconds + 600) * 1000));
    assert.match(tokenId, /^[0-9a-f-]{36}$/);
  });

  it('has an id of its own', async () => {
    const tokens = [
      await issueAccessToken(keys, input, now),
      await issueAccessToken(keys, input, now),
    ];
    assert.notEqual(...(tokens.map((token) => decodeJwt(token).jti) as [string, string]));
  });

  it('verifies until its last second, and not in the next', async () => {
    const token = await issueAccessToken(keys, input, now);
    await verify(token, new Date((seconds + 600) * 1000 - 1));
    await refused(token, new Date((seconds + 600) * 1000));
  });

  it('is refused before its time, except for a skew of five seconds', async () => {
    const token = await issueAccessToken(keys, input, now);
    await verify(token, later(-5));
    await refused(token, later(-6));
    await refused(await signed({ nbf: seconds + 1 }));
  });

  it('verifies by its old key after a rotation, and not when that key is dropped', async () => {
    const old = await issueAccessToken(keys, input, now);
    await verifyAccessToken(rotated, old, scope, now);
    await assert.rejects(verifyAccessToken(dropped, old, scope, now), refusal);
    const young = await issueAccessToken(rotated, input, now);
    assert.equal(decodeProtectedHeader(young).kid, dropped.signing[0].kid);
    await verifyAccessToken(dropped, young, scope, now);
    await refused(young);
  });

  it('is refused with alg none, with a signature or without', async () => {
    const token = await signed();
    for (const alg of ['none', 'None', 'NONE']) {
      const header = encode({ alg, typ: 'at+jwt', kid: keys.signing[0].kid });
      await refused(`${header}.${encode(claims)}.`);
      await refused(`${header}.${encode(claims)}`);
      await refused(`${header}.${encode(claims)}.${token.split('.')[2]}`);
    }
  });

  it('is refused with HS256 and the public key as the secret', async () => {
    const { kid, publicJwk } = keys.signing[0];
    const { kty, crv, x, y } = publicJwk;
    const extractable = await importJWK({ kty, crv, x, y }, 'ES256', { extractable: true });
    const spki = await exportSPKI(extractable);
    const der = Buffer.from(spki.split('\n').slice(1, -1).join(''), 'base64');
    const secrets = [spki, `${spki}\n`, der, JSON.stringify(publicJwk), x];
    const signingInput = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${encode(claims)}`;
    for (const secret of secrets) {
      const mac = createHmac('sha256', secret).update(signingInput).digest('base64url');
      await refused(`${signingInput}.${mac}`);
    }
  });

  it('is refused with another typ, our own answer token among them', async () => {
    for (const typ of ['JWT', 'jwt', 'login-answer+jwt', '', undefined]) {
      await refused(await signed({}, { typ }));
    }
    const accountId = 'A'.repeat(43);
    const asked = { accountId, answeringSessionId: 'A', answeringDevice: 'B', about: ['C'] };
    const answerInput = { ...asked, issuer: scope.issuer, expiresAt: later(600) };
    await refused(await issueAnswerToken(keys, answerInput, now));
  });

  it('is refused with another issuer or audience, an audience among several included', async () => {
    await refused(await signed({ iss: 'https://elsewhere.example' }));
    await refused(await signed({ aud: 'other' }));
    await refused(await signed({ aud: ['demo', 'other'] }));
    await refused(await signed({ aud: ['demo'] }));
  });

  it('is refused where it is of another project', async () => {
    await refused(await issueAccessToken(foreign, input, now));
    const [{ privateKey }] = foreign.signing;
    const header = { alg: 'ES256', typ: 'at+jwt', kid: keys.signing[0].kid };
    await refused(await new SignJWT(claims).setProtectedHeader(header).sign(privateKey));
  });

  it('is refused with an unknown kid, and without one', async () => {
    await refused(await signed({}, { kid: 'unknown' }));
    await refused(await signed({}, { kid: undefined }));
    await refused(await signed({}, { kid: '' }));
  });

  it('is refused with a key that it brings along', async () => {
    const [{ privateKey, publicJwk }] = foreign.signing;
    const header = { alg: 'ES256', typ: 'at+jwt', kid: publicJwk.kid, jwk: publicJwk };
    await refused(await new SignJWT(claims).setProtectedHeader(header).sign(privateKey));
  });

  it('is refused with a critical header', async () => {
    const header = { alg: 'ES256', typ: 'at+jwt', kid: keys.signing[0].kid };
    const payload = encode(claims);
    for (const extension of [
      { crit: ['exp'], exp: 1 },
      { crit: ['b64'], b64: false },
      { crit: [] },
    ]) {
      const signingInput = `${encode({ ...header, ...extension })}.${payload}`;
      const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
      const bytes = Buffer.from(signingInput);
      const signature = await crypto.subtle.sign(algorithm, keys.signing[0].privateKey, bytes);
      await refused(`${signingInput}.${Buffer.from(signature).toString('base64url')}`);
    }
  });

  for (const name of Object.keys(claims)) {
    it(`is refused without ${name}, and with one of the wrong type`, async () => {
      await verify(await signed());
      const wrong =
        name === 'iat' || name === 'exp' ? [String(seconds + 60), seconds + 0.5] : [7, ''];
      for (const value of [undefined, null, {}, [], true, ...wrong]) {
        await refused(await signed({ [name]: value }));
      }
    });
  }

  it('is refused where any character of it is another', async () => {
    const token = await issueAccessToken(keys, input, now);
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      await refused(`${token.slice(0, at)}${other}${token.slice(at + 1)}`);
    }
  });

  it('is refused in any other spelling', async () => {
    const token = await issueAccessToken(keys, input, now);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. ';
    for (const other of alphabet.replace(token.at(-1) ?? '', '')) {
      await refused(token.slice(0, -1) + other);
      await refused(token + other);
      await refused(other + token);
    }
  });

  it('is refused with the payload or signature of another', async () => {
    const [head, payload, signature] = (await issueAccessToken(keys, input, now)).split('.');
    const other = await issueAccessToken(keys, { ...input, userId: 'user-2' }, now);
    const [, otherPayload, otherSignature] = other.split('.');
    await refused(`${head}.${otherPayload}.${signature}`);
    await refused(`${head}.${payload}.${otherSignature}`);
    await refused(`${head}.${payload}.`);
  });

  it('is refused over 8 KB, however good', async () => {
    const padded = (length: number) => signed({ padding: 'x'.repeat(length) });
    await verify(await padded(5000));
    const long = await padded(6200);
    assert(long.length > 8192 && long.length < 9000);
    await refused(long);
  });

  it('is refused where it is not a JWT at all, with the same answer', async () => {
    for (const token of [undefined, null, 7, {}, [], '', '.', '..', '...', 'a.b.c', ' ']) {
      await refused(token);
    }
    const part = fc.oneof(fc.base64String(), fc.json().map(encode), fc.string());
    const property = fc.asyncProperty(fc.array(part, { maxLength: 5 }), (parts) =>
      refused(parts.join('.')),
    );
    await fc.assert(property, { numRuns: 500, seed: 1 });
  });

  it('tells nothing of itself in the error that refuses it', async () => {
    const token = await signed({ exp: seconds - 1, sub: 'user-secret' });
    const error: unknown = await verify(token).catch((reason: unknown) => reason);
    assert(error instanceof SessionError);
    assert.equal(error.cause, 'ERR_JWT_EXPIRED');
    const shown = `${String(error.stack)} ${JSON.stringify(error)}`;
    for (const part of [...token.split('.'), 'user-secret']) assert(!shown.includes(part));
  });
});
