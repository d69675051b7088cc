// Whom `npm run user` is about. Support types e-mail addresses; a uid may look like one too.
import { initializeApp } from 'firebase-admin/app';
import { getAuth, type BaseAuth, type UserRecord } from 'firebase-admin/auth';
import type { UserExport } from '../../functions/src/admin.ts';
import { CommandError } from '../process/command.ts';

export interface FoundUser {
  uid: string;
  /** As a person names them: the address, or the uid. */
  name: string;
  /** When the account was made; null where there is none any more. */
  createdAt: string | null;
}

/**
 * The user of this uid, else of this e-mail address. An account that Firebase Authentication has deleted
 * counts as long as anything is kept of it. Throws a CommandError where there is nobody.
 */
export async function findUser(
  named: string,
  { project, tenantId }: { project: string; tenantId: string | null },
  keptOf: (uid: string) => Promise<UserExport>,
): Promise<FoundUser> {
  const auth = getAuth(initializeApp({ projectId: project }, 'npm run user'));
  const accounts: BaseAuth =
    tenantId === null ? auth : auth.tenantManager().authForTenant(tenantId);
  const account =
    (await unlessNone(() => accounts.getUser(named))) ??
    (named.includes('@') ? await unlessNone(() => accounts.getUserByEmail(named)) : null);
  if (account) {
    const { uid, email, metadata } = account;
    return { uid, name: email ?? uid, createdAt: metadata.creationTime };
  }
  const kept = named.length > 128 ? null : await keptOf(named);
  if (kept && [kept.sessions, kept.devices, kept.events].some(({ length }) => length > 0)) {
    return { uid: named, name: named, createdAt: null };
  }
  throw new CommandError(`${project}: no user has the uid or e-mail address ${named}.`);
}

/** "invalid" is what the SDK says of a text that no uid or address can be. */
const meansNone = new Set(['auth/user-not-found', 'auth/invalid-uid', 'auth/invalid-email']);

async function unlessNone(find: () => Promise<UserRecord>): Promise<UserRecord | null> {
  try {
    return await find();
  } catch (error) {
    if (meansNone.has((error as { code?: string }).code ?? '')) return null;
    throw error;
  }
}
