// The deployed functions, and nothing else.
export { deliverPush } from './functions/deliverPush.ts';
export { listSessions } from './functions/listSessions.ts';
export { onSessionCreated } from './functions/onSessionCreated.ts';
export { registerSession } from './functions/registerSession.ts';
export { revokeOtherSessions } from './functions/revokeOtherSessions.ts';
export { revokeSession } from './functions/revokeSession.ts';
export { signOut } from './functions/signOut.ts';
export { updateSession } from './functions/updateSession.ts';
