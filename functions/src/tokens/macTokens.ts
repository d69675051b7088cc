// The tokens that only this backend reads: `<part>.….<mac>`, the MAC being the HMAC-SHA256 over the parts under
// a key of the server. A forged one is refused without any look at the database, and the database, which holds
// nonces and no key, makes none. Each kind has another number of parts, and receipts and hashes a prefix under
// the MAC: none can ever stand for another.
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { accountIdPattern } from '../domain/account/accountId.ts';
import { secondOf } from '../domain/session/policy.ts';
import { idPattern } from '../domain/session/session.ts';
import { SessionError } from '../errors.ts';
import type { Tokens } from '../services.ts';
import { fromSeconds } from './jwt.ts';
import type { SessionKeys } from './sessionKeys.ts';

interface Kind {
  /** What stands before the parts under the MAC, and nowhere else. */
  prefix: string;
  parts: readonly RegExp[];
  /** What they are, for whoever gives others. */
  madeOf: string;
}

const refreshToken: Kind = {
  prefix: '',
  parts: [accountIdPattern, idPattern, idPattern],
  madeOf: 'an account id, a session id and a nonce',
};

/** The app keeps it across sign-outs: it names the installation, whoever signs in there. */
const deviceToken: Kind = { prefix: '', parts: [idPattern], madeOf: 'a nonce of 128 bits' };

/** With it a device that was told to log out can say that it has, and nothing else. */
const receiptToken: Kind = {
  prefix: 'logout-receipt.',
  parts: [idPattern, /^[1-9][0-9]{0,10}$/],
  madeOf: 'a session id and an end in seconds',
};

/** Issuing throws a TypeError where an id, a nonce or a time is none (docs/decisions/0016). */
export function macTokens(keys: () => Promise<SessionKeys>) {
  return {
    async issueRefreshToken({ accountId, sessionId, nonce }) {
      return issue(await keys(), refreshToken, [accountId, sessionId, nonce]);
    },
    async parseRefreshToken(token) {
      const [accountId = '', sessionId = '', nonce] = parse(await keys(), refreshToken, token);
      return nonce === undefined ? null : { accountId, sessionId, nonce };
    },
    async issueDeviceToken(installation) {
      return issue(await keys(), deviceToken, [installation]);
    },
    async parseDeviceToken(token) {
      const [installation] = parse(await keys(), deviceToken, token);
      return installation ?? null;
    },
    async issueReceiptToken({ sessionId, expiresAt }) {
      return issue(await keys(), receiptToken, [sessionId, `${secondOf(expiresAt)}`]);
    },
    async verifyReceiptToken(token, now) {
      const [sessionId = '', end] = parse(await keys(), receiptToken, token);
      const expiresAt = fromSeconds(Number(end));
      if (end === undefined || now >= expiresAt) throw new SessionError('token_invalid');
      return { sessionId, expiresAt };
    },
    async hashDevice(sessionId, deviceId) {
      return hashDevice(await keys(), sessionId, deviceId);
    },
  } satisfies Partial<Tokens>;
}

/**
 * What a session document shows of its device: enough to hold a caller's device id against, and nothing
 * from which one could be guessed, since the owner and whoever acts as the owner may read it. Under each
 * key of the set, that in use first.
 */
export function hashDevice(keys: SessionKeys, sessionId: string, deviceId: string): string[] {
  return keys.mac.map((key) => macOf(key, `device-hash.${sessionId}.${deviceId}`));
}

/** Under the key in use. */
function issue({ mac: [key] }: SessionKeys, kind: Kind, parts: string[]): string {
  if (!isOf(kind, parts)) throw new TypeError(`This token is made of ${kind.madeOf}`);
  const text = parts.join('.');
  return `${text}.${macOf(key, kind.prefix + text)}`;
}

/**
 * The parts of a token that some key of the set made; none for everything else. Takes the same time whichever
 * key it is, if any; compares characters, so that no second spelling of a MAC passes.
 */
function parse(keys: SessionKeys, kind: Kind, token: unknown): string[] {
  const parts = typeof token === 'string' ? token.split('.') : [];
  const presented = Buffer.from(parts.pop() ?? '');
  if (!isOf(kind, parts)) return [];
  const matches = keys.mac.map((key) => {
    const mac = Buffer.from(macOf(key, kind.prefix + parts.join('.')));
    return mac.length === presented.length && timingSafeEqual(mac, presented);
  });
  return matches.includes(true) ? parts : [];
}

function isOf(kind: Kind, parts: string[]): boolean {
  return (
    parts.length === kind.parts.length && kind.parts.every((part, at) => part.test(parts[at]!))
  );
}

function macOf(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
