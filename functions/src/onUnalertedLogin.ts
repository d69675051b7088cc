// The team's extension point: a login on a new device of a user who has no other device to be told on.
// Send an e-mail here, for instance. As it comes, it sends nothing.
import type { UnalertedLogin } from './services.ts';

/**
 * Called at least once for each such login, in the function onSessionCreated; what it throws is
 * logged and changes nothing else. Its result is waited for, for ten seconds.
 */
export async function onUnalertedLogin(_login: UnalertedLogin): Promise<void> {}
