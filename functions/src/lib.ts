// The product as a library, without any deployment: nothing here reads the environment, declares a
// param or opens a connection when it is loaded.
export * from './errors.ts';
export type * from './services.ts';
export type * from './domain/session/session.ts';
export { checkPolicy, type SessionPolicy } from './domain/session/policy.ts';
export { listSessions } from './operations/listSessions.ts';
export { registerSession } from './operations/registerSession.ts';
export { revokeOtherSessions } from './operations/revokeOtherSessions.ts';
export { revokeSession } from './operations/revokeSession.ts';
export { signOut } from './operations/signOut.ts';
export { updateSession } from './operations/updateSession.ts';
export { dropLastSessionKeys, generateSessionKeys } from './tokens/sessionKeys.ts';
