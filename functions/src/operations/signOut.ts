// Ends the session in use: the only way to close the device in hand.
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideSignOut } from '../domain/revocation/revocation.ts';
import type { Caller } from '../domain/session/session.ts';
import { changeAccount, type ChangeServices } from './changeAccount.ts';

/** With `forget` the device is a new one at its next sign-in. Signing out of an ended session succeeds. */
export async function signOut(
  services: ChangeServices,
  caller: Caller,
  { forget = false }: { forget?: boolean | undefined } = {},
): Promise<Record<string, never>> {
  await changeAccount(services, accountIdOf(caller), decideSignOut, { caller, forget });
  return {};
}
