// Answer tokens: the credential in a login alert. With it one session may say, even from the lock
// screen, whether the login of another session of its user was the owner's, or that those of several
// were not; it is good for no more. `sub` is the account, `device` and `about` are keys of its devices, the
// latter separated by spaces.
import { fromSeconds, signJwt, toSeconds, verifyJwt } from './jwt.ts';
import type { SessionKeys } from './sessionKeys.ts';
import type { AnswerClaims } from '../domain/refresh/tokens.ts';

const typ = 'login-answer+jwt';
const audience = 'login-answer';
const strings = ['sub', 'sid', 'device', 'about'] as const;

/** Good before `expiresAt`, in whole seconds. Nothing is in it that the alert's 4096 bytes can't bear. */
export async function issueAnswerToken(
  keys: SessionKeys,
  { issuer, ...claims }: AnswerClaims & { issuer: string },
  now: Date,
): Promise<string> {
  return signJwt(keys, typ, {
    iss: issuer,
    aud: audience,
    sub: claims.accountId,
    sid: claims.answeringSessionId,
    device: claims.answeringDevice,
    about: claims.about.join(' '),
    iat: toSeconds(now),
    exp: toSeconds(claims.expiresAt),
  });
}

/**
 * Throws token_invalid for anything but an answer token of this issuer, good at `now`. Whether the
 * two devices still let it count is for the caller to find out.
 */
export async function verifyAnswerToken(
  keys: SessionKeys,
  token: unknown,
  { issuer }: { issuer: string },
  now: Date,
): Promise<AnswerClaims> {
  const claims = await verifyJwt(keys, token, { typ, issuer, audience, strings }, now);
  return {
    accountId: claims.sub,
    answeringSessionId: claims.sid,
    answeringDevice: claims.device,
    about: claims.about.split(' '),
    expiresAt: fromSeconds(claims.exp),
  };
}
