// The server's keys, from the one secret SESSION_KEYS: a private JWK Set. EC P-256 keys sign JWTs, oct
// keys make MACs; the first of each kind is in use, the others only verify what they made before.
// No error here carries a byte of a key, and parsed keys are opaque: to log them tells nothing.
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { PublicJwk } from '../domain/refresh/tokens.ts';

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  /** For the world: no member of it is private. */
  publicJwk: PublicJwk;
}

export interface SessionKeys {
  signing: readonly [SigningKey, ...SigningKey[]];
  mac: readonly [KeyObject, ...KeyObject[]];
}

type Members = Record<string, unknown>;

const minimalMacBytes = 32;
const coordinate = /^[A-Za-z0-9_-]{43}$/;
const base64url = /^[A-Za-z0-9_-]+$/;

/** Imports a private JWK Set. Throws a TypeError that says what is wrong with which key, by position. */
export async function parseSessionKeys(json: string): Promise<SessionKeys> {
  const signing: SigningKey[] = [];
  const mac: KeyObject[] = [];
  const kids = new Set<string>();
  for (const [index, jwk] of readSet(json).entries()) {
    const kid = jwk.kid;
    if (typeof kid !== 'string' || kid === '') throw bad(index, 'has no kid');
    if (kids.has(kid)) throw bad(index, 'has the kid of another key');
    kids.add(kid);
    if (jwk.use !== undefined && jwk.use !== 'sig') throw bad(index, 'must have use "sig"');
    if (jwk.kty === 'EC') signing.push(await readSigningKey(jwk, kid, index));
    else if (jwk.kty === 'oct') mac.push(readMacKey(jwk, index));
    else throw bad(index, 'must have kty "EC" or "oct"');
  }
  if (!isNotEmpty(signing)) throw new TypeError('SESSION_KEYS holds no EC key to sign with');
  if (!isNotEmpty(mac)) throw new TypeError('SESSION_KEYS holds no oct key to make MACs with');
  return { signing, mac };
}

/**
 * A new set as one line of JSON; with an existing one, that set with new keys in front, so that all
 * it has made stays good. Throws a TypeError where the existing set is bad.
 */
export async function generateSessionKeys(existing?: string): Promise<string> {
  if (existing !== undefined) await parseSessionKeys(existing);
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const signing = { ...(await exportJWK(privateKey)), kid: newKid(), alg: 'ES256', use: 'sig' };
  const k = randomBytes(minimalMacBytes).toString('base64url');
  const mac = { kty: 'oct', k, kid: newKid(), alg: 'HS256', use: 'sig' };
  const older = existing === undefined ? [] : readSet(existing);
  return JSON.stringify({ keys: [signing, mac, ...older] });
}

/**
 * The set without the last key of each kind that has more than one. What the dropped keys made is
 * refused from then on. Throws a TypeError for a bad set and where there is nothing to drop.
 */
export async function dropLastSessionKeys(existing: string): Promise<string> {
  const { signing, mac } = await parseSessionKeys(existing);
  const keys = readSet(existing);
  const dropped = new Set<Members | undefined>();
  if (signing.length > 1) dropped.add(keys.findLast(({ kty }) => kty === 'EC'));
  if (mac.length > 1) dropped.add(keys.findLast(({ kty }) => kty === 'oct'));
  if (dropped.size === 0)
    throw new TypeError('SESSION_KEYS holds one key of each kind: rotate first');
  return JSON.stringify({ keys: keys.filter((key) => !dropped.has(key)) });
}

function readSet(json: string): Members[] {
  let set: unknown;
  try {
    set = JSON.parse(json);
  } catch {
    // JSON.parse quotes its input in its message, so its error must not be passed on as the cause.
    throw new TypeError('SESSION_KEYS is not JSON');
  }
  if (!isObject(set) || !Array.isArray(set.keys) || !set.keys.every(isObject)) {
    throw new TypeError('SESSION_KEYS is not a JWK Set: {"keys": [{…}, …]}');
  }
  return set.keys;
}

async function readSigningKey(jwk: Members, kid: string, index: number): Promise<SigningKey> {
  const { crv, x, y, d } = jwk;
  if (crv !== 'P-256') throw bad(index, 'must have crv "P-256"');
  if (jwk.alg !== undefined && jwk.alg !== 'ES256') throw bad(index, 'must have alg "ES256"');
  if (d === undefined) throw bad(index, 'has no private member d');
  if (!isCoordinate(x) || !isCoordinate(y) || !isCoordinate(d)) {
    throw bad(index, 'must have x, y and d of 32 bytes each, in base64url');
  }
  const point = { kty: 'EC', crv, x, y } as const;
  try {
    return {
      kid,
      privateKey: await importJWK({ ...point, d }, 'ES256'),
      publicKey: await importJWK(point, 'ES256'),
      publicJwk: { ...point, kid, alg: 'ES256', use: 'sig' },
    };
  } catch {
    throw bad(index, 'is not a valid P-256 key pair');
  }
}

function readMacKey(jwk: Members, index: number): KeyObject {
  const { k } = jwk;
  if (jwk.alg !== undefined && jwk.alg !== 'HS256') throw bad(index, 'must have alg "HS256"');
  if (typeof k !== 'string' || !base64url.test(k)) throw bad(index, 'has no member k in base64url');
  const bytes = Buffer.from(k, 'base64url');
  if (bytes.length < minimalMacBytes) throw bad(index, `is shorter than ${minimalMacBytes} bytes`);
  return createSecretKey(bytes);
}

/** Short, since it is in the header of every JWT, and one of those must fit a push. */
function newKid(): string {
  return randomBytes(6).toString('base64url');
}

function bad(index: number, problem: string): TypeError {
  return new TypeError(`SESSION_KEYS: key ${index + 1} ${problem}`);
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCoordinate(value: unknown): value is string {
  return typeof value === 'string' && coordinate.test(value);
}

function isNotEmpty<Item>(items: Item[]): items is [Item, ...Item[]] {
  return items.length > 0;
}
