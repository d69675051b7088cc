// The name of an account's document: it says nothing of the user to whoever sees it in a token.
import { createHash } from 'node:crypto';
import type { Owner } from '../session/session.ts';

export const accountIdPattern = /^[A-Za-z0-9_-]{43}$/;

/** 43 characters of base64url. Throws a TypeError for an empty tenant, which would be the project itself. */
export function accountIdOf({ userId, tenantId }: Owner): string {
  if (tenantId === '') throw new TypeError('tenantId must not be empty');
  return hashed(`${tenantId ?? ''}/${userId}`);
}

/** The characters of an id, in the order in which Firestore sorts them. */
const inOrder = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/** How many of all possible ids come before this one, from 0 to 1: ids are hashes, so evenly spread. */
export function shareBefore(accountId: string): number {
  let share = 0;
  for (const character of accountId.slice(0, 8).split('').toReversed()) {
    share = (share + inOrder.indexOf(character)) / inOrder.length;
  }
  return share;
}

/** What a push token, or an app's name for a registration, is remembered and looked for by. */
export function hashed(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
