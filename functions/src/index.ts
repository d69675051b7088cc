// The deployed functions, and what they need of the project.
import './requirements.ts';
export { answerLogin } from './functions/answerLogin.ts';
export { answerLoginAlert } from './functions/answerLoginAlert.ts';
export { confirmLogout } from './functions/confirmLogout.ts';
export { deliverPush } from './functions/deliverPush.ts';
export { introspectToken } from './functions/introspectToken.ts';
export { jwks } from './functions/jwks.ts';
export { listSessions } from './functions/listSessions.ts';
export { onSessionCreated } from './functions/onSessionCreated.ts';
export { refreshTokens } from './functions/refreshTokens.ts';
export { registerSession } from './functions/registerSession.ts';
export { revokeOtherSessions } from './functions/revokeOtherSessions.ts';
export { revokeSession } from './functions/revokeSession.ts';
export { revokeToken } from './functions/revokeToken.ts';
export { signOut } from './functions/signOut.ts';
export { updateSession } from './functions/updateSession.ts';
