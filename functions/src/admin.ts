// What a team's own functions and back ends do with a user's sessions, wherever firebase-admin has
// credentials. Whoever can call these needs no session: put your own authorisation before them.
import { accountIdPattern } from './domain/account/accountId.ts';
import { checkIncident, type Incident as SessionFilter } from './domain/revocation/incident.ts';
import type { Owner } from './domain/session/session.ts';
import type { DeviceSession, DeviceSessionWithEnd } from './domain/session/deviceSession.ts';
import { confirmUserSession } from './operations/answerLogin.ts';
import type { EndedSessions, EndSessionsOptions } from './operations/endSessions.ts';
import { endSessions as endAll } from './operations/endSessions.ts';
import { endUserSessions as end } from './operations/endUserSessions.ts';
import { eraseUser as erase } from './operations/eraseUser.ts';
import { exportUser as exportAll, type UserExport } from './operations/exportUser.ts';
import { listUserSessions as list } from './operations/listSessions.ts';
import { readmitUser as readmit } from './operations/readmitUser.ts';
import { services } from './wiring.ts';

export { SessionError } from './errors.ts';
export type {
  DeviceSession,
  DeviceSessionWithEnd,
  EndedSessions,
  EndSessionsOptions,
  SessionFilter,
  UserExport,
};

/** Whose user it is: a tenant of Identity Platform; without one the project's own. */
export interface OfTenant {
  tenantId?: string | null;
}

/**
 * The user's live sessions, unconfirmed ones first, then by last activity; with `includeEnded` also
 * those that ended in the last 30 days, and how. Empty for a user who has none.
 */
export async function listUserSessions(
  uid: string,
  { tenantId, includeEnded = false }: OfTenant & { includeEnded?: boolean } = {},
): Promise<(DeviceSession | DeviceSessionWithEnd)[]> {
  const { sessions } = await list(services(), toOwner(uid, tenantId), { includeEnded });
  return sessions;
}

/**
 * Ends every session of the user (`operator`), forgets the devices, and tells them. Firebase's own
 * refresh tokens are not touched: call `revokeRefreshTokens` of firebase-admin/auth as well.
 */
export async function endUserSessions(
  uid: string,
  { tenantId }: OfTenant = {},
): Promise<{ revokedCount: number }> {
  return await end(services(), toOwner(uid, tenantId));
}

/**
 * Ends the sessions of all users that fit (`incident`): no device is closed, each is told. Page by page in the order
 * of the accounts' ids, each told before the next: stop it by a signal, and go on with `after`, or from the first one;
 * nothing is ended twice. Throws a TypeError for a filter that nobody can have meant; and where it goes by time alone
 * and SIGNED_IN_AFTER, as this environment has it, would let an old sign-in open a session again.
 */
export async function endSessions(
  filter: SessionFilter,
  options: EndSessionsOptions = {},
): Promise<EndedSessions> {
  const { after = null, pageSize = 1 } = options;
  if (after !== null && !accountIdPattern.test(after)) {
    throw new TypeError(`${after} is no id of an account.`);
  }
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 500) {
    throw new TypeError('A page has 1 to 500 accounts.');
  }
  const all = services();
  return await endAll(all, checkIncident(filter, all.now()), options);
}

/** Confirms a session, also one that ran out, as a "yes" of its owner would. Throws session_not_found. */
export async function confirmSession(
  uid: string,
  sessionId: string,
  { tenantId }: OfTenant = {},
): Promise<DeviceSession> {
  const { session } = await confirmUserSession(services(), toOwner(uid, tenantId), sessionId);
  return session;
}

/** Logs the user's devices out and erases all that is kept of the user here. */
export async function eraseUser(uid: string, { tenantId }: OfTenant = {}): Promise<void> {
  await erase(services(), toOwner(uid, tenantId));
}

/**
 * Lets an account in that was deleted and that a custom token has made anew, which `registerSession` refuses
 * with account_revived. Look at the account first, with firebase-admin/auth: a thief may have made it.
 * Returns whether it had been refused. Throws the SessionError account_revived, with the time, until 70
 * minutes after the last custom token of the deleted account; an Error where there is no account.
 */
export async function readmitUser(uid: string, { tenantId }: OfTenant = {}): Promise<boolean> {
  return await readmit(services(), toOwner(uid, tenantId));
}

/** All that is kept of the user, as plain JSON values; what could make a token is left out. */
export async function exportUser(uid: string, { tenantId }: OfTenant = {}): Promise<UserExport> {
  return await exportAll(services(), toOwner(uid, tenantId));
}

/** Throws a TypeError for what no account is called; the id of a session is not checked so. */
function toOwner(uid: unknown, tenantId: string | null = null): Owner {
  if (typeof uid !== 'string' || uid === '' || uid.length > 128) {
    throw new TypeError('uid must be a text of 1 to 128 characters');
  }
  if (tenantId === '') throw new TypeError('tenantId must not be empty: leave it out');
  return { userId: uid, tenantId };
}
