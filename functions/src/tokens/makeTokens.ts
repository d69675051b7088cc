// The tokens of one deployment, bound to its keys, its issuer and its audience. An access token (RFC 9068) names
// user, session and device, and is good until it expires, whatever becomes of the session: who must know that
// at once asks for the session too (the guard does). With an answer token, the credential in a login alert, one
// session may say, even from the lock screen, whether the login of another session of its user was the owner's,
// or that those of several were not; it is good for no more.
import { randomUUID } from 'node:crypto';
import { secondOf } from '../domain/session/policy.ts';
import type { Tokens } from '../services.ts';
import { fromSeconds, signJwt, verifyJwt } from './jwt.ts';
import { macTokens } from './macTokens.ts';
import type { SessionKeys } from './sessionKeys.ts';

export interface TokenSettings {
  /** Asked for at each use; to import them only once is the caller's part. */
  keys: () => Promise<SessionKeys>;
  /** An https URI that names this backend (RFC 9068 §2.2). */
  issuer: string;
  /** Of the access tokens. Like the issuer, it must be the token's own, exactly. */
  audience: string;
  /** The `client_id` of every access token: the apps of the project are one client. */
  clientId: string;
}

const accessTokens = {
  typ: 'at+jwt',
  strings: ['sub', 'sid', 'device_id', 'client_id', 'jti'],
} as const;

/** `sub` is the account, `device` and `about` are keys of its devices, the latter separated by spaces. */
const answerTokens = {
  typ: 'login-answer+jwt',
  audience: 'login-answer',
  strings: ['sub', 'sid', 'device', 'about'],
} as const;

export function makeTokens({ keys, issuer, audience, clientId }: TokenSettings): Tokens {
  return {
    ...macTokens(keys),

    async issueAccessToken({ userId, sessionId, deviceId }, lifetimeSeconds, now) {
      return signJwt(await keys(), accessTokens.typ, {
        iss: issuer,
        aud: audience,
        sub: userId,
        sid: sessionId,
        device_id: deviceId,
        client_id: clientId,
        iat: secondOf(now),
        exp: secondOf(now) + lifetimeSeconds,
        jti: randomUUID(),
      });
    },

    async verifyAccessToken(token, now) {
      const expected = { ...accessTokens, issuer, audience };
      const claims = await verifyJwt(await keys(), token, expected, now);
      const { sub, sid, device_id, iat, exp, ...told } = claims;
      const session = { userId: sub, sessionId: sid, deviceId: device_id };
      return { ...session, issuedAt: iat, expiresAt: exp, told };
    },

    /** Nothing is in it that the alert's 4096 bytes can't bear. */
    async issueAnswerToken(
      { accountId, answeringSessionId, answeringDevice, about, expiresAt },
      now,
    ) {
      return signJwt(await keys(), answerTokens.typ, {
        iss: issuer,
        aud: answerTokens.audience,
        sub: accountId,
        sid: answeringSessionId,
        device: answeringDevice,
        about: about.join(' '),
        iat: secondOf(now),
        exp: secondOf(expiresAt),
      });
    },

    async verifyAnswerToken(token, now) {
      const claims = await verifyJwt(await keys(), token, { ...answerTokens, issuer }, now);
      return {
        accountId: claims.sub,
        answeringSessionId: claims.sid,
        answeringDevice: claims.device,
        about: claims.about.split(' '),
        expiresAt: fromSeconds(claims.exp),
      };
    },

    async publicJwks() {
      const { signing } = await keys();
      return { keys: signing.map(({ publicJwk }) => publicJwk) };
    },
  };
}
