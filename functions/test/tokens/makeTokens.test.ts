import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import * as jose from 'jose';
import { SessionError } from '../../src/errors.ts';
import type { Tokens } from '../../src/services.ts';
import { makeTokens } from '../../src/tokens/makeTokens.ts';
import { dropped, first as keys, foreign, rotated } from './keySets.ts';

const now = new Date('2026-11-23T12:00:00.750Z');
const seconds = Math.floor(now.getTime() / 1000);
const at = (time: number) => new Date(time * 1000);
const later = (wait: number) => new Date(now.getTime() + wait * 1000);
const deployment = {
  // As long as it can be: an answer token must fit into a push.
  issuer: 'https://northamerica-northeast1-a-project-id-as-long-as-it-can-be.cloudfunctions.net',
  audience: 'demo',
  clientId: 'demo-apps',
};
const tokensOf = (set: typeof keys, change: Partial<typeof deployment> = {}) =>
  makeTokens({ ...deployment, ...change, keys: () => Promise.resolve(set) });
const [{ kid, privateKey, publicJwk }] = keys.signing;
const refusal = { name: 'SessionError', reason: 'token_invalid' };
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const session = { userId: 'user-1', sessionId: 'S'.repeat(22), deviceId: 'device-1' };
const answer = {
  accountId: 'u'.repeat(43),
  answeringSessionId: 'A'.repeat(22),
  answeringDevice: 'D'.repeat(8),
  about: ['B'.repeat(8)],
  expiresAt: at(seconds + 600),
};

/** Each kind: how it is made and read, what stands in it, and what that is read as. */
const kinds = {
  access: {
    typ: 'at+jwt',
    issue: (tokens: Tokens) => tokens.issueAccessToken(session, 600, now),
    verify: (tokens: Tokens, token: unknown, time = now) => tokens.verifyAccessToken(token, time),
    claims: {
      iss: deployment.issuer,
      aud: deployment.audience,
      sub: session.userId,
      sid: session.sessionId,
      device_id: session.deviceId,
      client_id: deployment.clientId,
      iat: seconds,
      exp: seconds + 600,
      jti: 'jti-1',
    },
    means: {
      ...session,
      issuedAt: seconds,
      expiresAt: seconds + 600,
      told: {
        iss: deployment.issuer,
        aud: deployment.audience,
        client_id: deployment.clientId,
        jti: 'jti-1',
      },
    },
  },
  answer: {
    typ: 'login-answer+jwt',
    issue: (tokens: Tokens) => tokens.issueAnswerToken(answer, now),
    verify: (tokens: Tokens, token: unknown, time = now) => tokens.verifyAnswerToken(token, time),
    claims: {
      iss: deployment.issuer,
      aud: 'login-answer',
      sub: answer.accountId,
      sid: answer.answeringSessionId,
      device: answer.answeringDevice,
      about: 'B'.repeat(8),
      iat: seconds,
      exp: seconds + 600,
    },
    means: answer,
  },
};

for (const [name, { typ, issue, verify, claims, means }] of Object.entries(kinds)) {
  describe(`an ${name} token`, () => {
    const header = { alg: 'ES256', typ, kid };
    const refused = (token: unknown, time = now) =>
      assert.rejects(verify(tokensOf(keys), token, time), refusal);
    const sign = (change: object = {}, other: object = {}, key = privateKey) =>
      new jose.SignJWT({ ...claims, ...change })
        .setProtectedHeader({ ...header, ...other })
        .sign(key);
    let token: string;
    before(async () => void (token = await issue(tokensOf(keys))));

    it('has a header and claims of its own', () => {
      const { jti } = jose.decodeJwt(token);
      assert.deepEqual(jose.decodeProtectedHeader(token), header);
      assert.deepEqual(jose.decodeJwt(token), { ...claims, ...(jti && { jti }) });
    });

    it('is read as what it was made of', async () => {
      assert.deepEqual(await verify(tokensOf(keys), await sign()), means);
    });

    it('is good until its last second, and not in the next', async () => {
      await verify(tokensOf(keys), token, at(seconds + 600 - 0.001));
      await refused(token, at(seconds + 600));
    });

    it('is refused before its time, except for a skew of five seconds', async () => {
      await verify(tokensOf(keys), token, later(-5));
      await refused(token, later(-6));
      await refused(await sign({ nbf: seconds + 1 }));
    });

    it('is good by its old key after a rotation, and not when that key is dropped', async () => {
      await verify(tokensOf(rotated), token);
      await assert.rejects(verify(tokensOf(dropped), token), refusal);
      const young = await issue(tokensOf(rotated));
      assert.equal(jose.decodeProtectedHeader(young).kid, dropped.signing[0].kid);
      await verify(tokensOf(dropped), young);
      await refused(young);
    });

    it('is refused with alg none, with a signature or without', async () => {
      const signature = token.split('.')[2];
      for (const alg of ['none', 'None', 'NONE']) {
        const unsigned = `${encode({ ...header, alg })}.${encode(claims)}`;
        for (const end of ['.', '', `.${signature}`]) await refused(unsigned + end);
      }
    });

    it('is refused with HS256 and the public key as the secret', async () => {
      const { kty, crv, x, y } = publicJwk;
      const extractable = await jose.importJWK({ kty, crv, x, y }, 'ES256', { extractable: true });
      const spki = await jose.exportSPKI(extractable);
      const der = Buffer.from(spki.split('\n').slice(1, -1).join(''), 'base64');
      const signingInput = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
      for (const secret of [spki, `${spki}\n`, der, JSON.stringify(publicJwk), x]) {
        const mac = createHmac('sha256', secret).update(signingInput).digest('base64url');
        await refused(`${signingInput}.${mac}`);
      }
    });

    it('is refused with another typ, issuer or audience, one among several included', async () => {
      const typs = ['JWT', 'jwt', '', undefined, ...Object.values(kinds).map((kind) => kind.typ)];
      for (const other of typs.filter((other) => other !== typ)) {
        await refused(await sign({}, { typ: other }));
      }
      await refused(await sign({ iss: 'https://elsewhere.example' }));
      await refused(await issue(tokensOf(keys, { issuer: 'https://elsewhere.example' })));
      for (const aud of ['other', [claims.aud, 'other'], [claims.aud]]) {
        await refused(await sign({ aud }));
      }
    });

    it('is refused where another project signed it, by whatever it calls the key', async () => {
      const [stranger] = foreign.signing;
      await refused(await issue(tokensOf(foreign)));
      for (const named of [{ kid }, { kid: stranger.kid, jwk: stranger.publicJwk }]) {
        await refused(await sign({}, named, stranger.privateKey));
      }
    });

    it('is refused with an unknown kid, and without one', async () => {
      for (const other of ['unknown', '', undefined]) await refused(await sign({}, { kid: other }));
    });

    it('is refused with a critical header', async () => {
      for (const extension of [
        { crit: ['exp'], exp: 1 },
        { crit: ['b64'], b64: false },
        { crit: [] },
      ]) {
        const signingInput = `${encode({ ...header, ...extension })}.${encode(claims)}`;
        const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
        const bytes = Buffer.from(signingInput);
        const signature = await crypto.subtle.sign(algorithm, privateKey, bytes);
        await refused(`${signingInput}.${Buffer.from(signature).toString('base64url')}`);
      }
    });

    for (const claim of Object.keys(claims)) {
      it(`is refused without ${claim}, and with one of the wrong type`, async () => {
        const isTime = claim === 'iat' || claim === 'exp';
        const wrong = isTime ? [String(seconds + 60), seconds + 0.5] : [7, ''];
        for (const value of [undefined, null, {}, [], true, ...wrong]) {
          await refused(await sign({ [claim]: value }));
        }
      });
    }

    it('is refused where any character of it is another', async () => {
      for (let place = 0; place < token.length; place += 1) {
        const other = token[place] === 'A' ? 'B' : 'A';
        await refused(`${token.slice(0, place)}${other}${token.slice(place + 1)}`);
      }
    });

    it('is refused in any other spelling', async () => {
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. ';
      for (const other of alphabet.replace(token.at(-1) ?? '', '')) {
        for (const odd of [token.slice(0, -1) + other, token + other, other + token]) {
          await refused(odd);
        }
      }
    });

    it('is refused with the payload or signature of another', async () => {
      const [head, payload, signature] = token.split('.');
      const [, otherPayload, otherSignature] = (await sign({ sub: 'user-2' })).split('.');
      await refused(`${head}.${otherPayload}.${signature}`);
      await refused(`${head}.${payload}.${otherSignature}`);
      await refused(`${head}.${payload}.`);
    });

    it('is refused over 8 KB, however good', async () => {
      const padded = (length: number) => sign({ padding: 'x'.repeat(length) });
      await verify(tokensOf(keys), await padded(5000));
      const long = await padded(6200);
      assert(long.length > 8192 && long.length < 9000);
      await refused(long);
    });

    it('is refused where it is not a JWT at all, with the same answer', async () => {
      for (const odd of [undefined, null, 7, {}, [], '', '.', '..', '...', 'a.b.c', ' ']) {
        await refused(odd);
      }
      const part = fc.oneof(fc.base64String(), fc.json().map(encode), fc.string());
      const property = fc.asyncProperty(fc.array(part, { maxLength: 5 }), (parts) =>
        refused(parts.join('.')),
      );
      await fc.assert(property, { numRuns: 500, seed: 1 });
    });

    it('tells nothing of itself in the error that refuses it', async () => {
      const expired = await sign({ exp: seconds - 1, sub: 'user-secret' });
      const error: unknown = await verify(tokensOf(keys), expired).catch(
        (reason: unknown) => reason,
      );
      assert(error instanceof SessionError);
      assert.equal(error.cause, 'ERR_JWT_EXPIRED');
      const shown = `${String(error.stack)} ${JSON.stringify(error)}`;
      for (const part of [...expired.split('.'), 'user-secret']) assert(!shown.includes(part));
    });
  });
}

describe('an access token', () => {
  it('has an id of its own', async () => {
    const ids = [];
    for (const _ of [1, 2]) ids.push(jose.decodeJwt(await kinds.access.issue(tokensOf(keys))).jti);
    for (const id of ids) assert.match(id ?? '', /^[0-9a-f-]{36}$/);
    assert.notEqual(ids[0], ids[1]);
  });

  it('is good by the keys that are published', async () => {
    const published = await tokensOf(rotated).publicJwks();
    assert.deepEqual(
      published.keys.map((jwk) => jwk.kid),
      rotated.signing.map((key) => key.kid),
    );
    const token = await kinds.access.issue(tokensOf(rotated));
    const keySet = jose.createLocalJWKSet(published);
    const { payload } = await jose.jwtVerify(token, keySet, { currentDate: now });
    assert.equal(payload.sub, session.userId);
  });
});

describe('an answer token', () => {
  it('leaves most of a push to others, even where it names twenty devices', async () => {
    const about = Array.from({ length: 20 }, (_, place) => `${place}`.padEnd(8, 'B'));
    const tokens = tokensOf(keys);
    const token = await tokens.issueAnswerToken({ ...answer, about }, now);
    assert.deepEqual((await tokens.verifyAnswerToken(token, now)).about, about);
    assert(token.length <= 900);
    assert((await kinds.answer.issue(tokens)).length <= 600);
  });
});

describe('the tokens of a deployment', () => {
  it('need no key until one is made or read', async () => {
    const broken = () => Promise.reject(new TypeError('SESSION_KEYS is not JSON'));
    const keyless = makeTokens({ ...deployment, keys: broken });
    await assert.rejects(keyless.issueAccessToken(session, 60, now), TypeError);
  });
});
