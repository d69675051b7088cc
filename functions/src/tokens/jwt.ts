// What all JWTs of ours share: ES256 by a key of SESSION_KEYS, named by `kid`, with a `typ` of its own
// for each purpose (RFC 8725 §3.11), and claims that are all there and of the right type.
import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey, SignJWT } from 'jose';
import { secondOf } from '../domain/session/policy.ts';
import { SessionError } from '../errors.ts';
import type { SessionKeys } from './sessionKeys.ts';

/** Ours have about 500 characters; nothing longer than this is even parsed. */
const maxTokenLength = 8192;

/**
 * Seconds by which a token's `iat` may lie ahead of the clock that reads it. `exp` has no tolerance:
 * issuer and reader are instances of one backend, and an end must be an end.
 */
const clockSkewSeconds = 5;

export interface JwtExpectation<Name extends string> {
  typ: string;
  issuer: string;
  audience: string;
  /** The claims, beside `iss` and `aud`, that must be strings with something in them. */
  strings: readonly Name[];
}

/** The claims that were asked for, and no other; `iat` and `exp` in seconds. */
export type VerifiedClaims<Name extends string> = Record<Name | 'iss' | 'aud', string> &
  Record<'iat' | 'exp', number>;

export async function signJwt(keys: SessionKeys, typ: string, claims: JWTPayload): Promise<string> {
  const { kid, privateKey } = keys.signing[0];
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ, kid }).sign(privateKey);
}

/** Throws token_invalid for whatever is not, in every respect, such a token and good at `now`. */
export async function verifyJwt<Name extends string>(
  keys: SessionKeys,
  token: unknown,
  { typ, issuer, audience, strings }: JwtExpectation<Name>,
  now: Date,
): Promise<VerifiedClaims<Name>> {
  if (typeof token !== 'string' || token.length > maxTokenLength) throw refusal();
  if (!token.split('.').every(isBase64url)) throw refusal();
  const options = { algorithms: ['ES256'], typ, issuer, audience, currentDate: now };
  try {
    const { payload } = await jwtVerify(token, findKey(keys), options);
    return requireClaims(payload, ['iss', 'aud', ...strings], now);
  } catch (error) {
    // jose's errors hold the claims, and some quote the token: only their code may go further.
    throw error instanceof errors.JOSEError ? refusal(error.code) : error;
  }
}

/** The date of a NumericDate (RFC 7519 §2). */
export function fromSeconds(seconds: number): Date {
  return new Date(seconds * 1000);
}

/** Whether text is the one spelling of its bytes (RFC 4648 §3.5); jose reads the others too. */
function isBase64url(text: string): boolean {
  return Buffer.from(text, 'base64url').toString('base64url') === text;
}

function findKey(keys: SessionKeys): JWTVerifyGetKey {
  return ({ kid }) => {
    const key = keys.signing.find((candidate) => candidate.kid === kid);
    if (!key) throw refusal();
    return Promise.resolve(key.publicKey);
  };
}

function requireClaims<Name extends string>(
  payload: JWTPayload,
  strings: readonly Name[],
  now: Date,
): VerifiedClaims<Name> {
  const { iat = NaN, exp } = payload;
  if (!Number.isSafeInteger(iat) || !Number.isSafeInteger(exp)) throw refusal();
  if (iat > secondOf(now) + clockSkewSeconds) throw refusal();
  const texts = strings.map((name) => [name, payload[name]]);
  if (!texts.every(([, text]) => typeof text === 'string' && text !== '')) throw refusal();
  return { ...Object.fromEntries(texts), iat, exp } as VerifiedClaims<Name>;
}

function refusal(cause?: string): SessionError {
  return new SessionError('token_invalid', {}, cause === undefined ? undefined : { cause });
}
