// What a reauthentication shows, for the operations that take one.
import type { Reauthentication } from '../domain/account/reauthentication.ts';
import type { Caller } from '../domain/session/session.ts';
import type { Services } from '../services.ts';

/** A Firebase ID token of a sign-in just made, that shows more than the one behind the session. */
export interface WithReauthentication {
  reauthToken?: string | undefined;
}

/** What the token shows, where it is good; null where there is none. */
export async function findReauthentication(
  { accounts }: Pick<Services, 'accounts'>,
  { userId, tenantId }: Caller,
  reauthToken: string | undefined,
): Promise<Reauthentication | null> {
  if (reauthToken === undefined) return null;
  return await accounts.verifyReauthentication(reauthToken, { userId, tenantId });
}
