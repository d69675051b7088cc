// What the functions take. The callables' schemas are the code's own; the endpoints read parameters one
// at a time, so theirs stand here.
import * as v from 'valibot';
import * as inputs from '../../functions/src/http/inputs.ts';

/** An endpoint takes at most 8 KB. */
const token = v.pipe(v.string(), v.nonEmpty(), v.maxLength(8192));

export const callableInputs = {
  registerSession: inputs.registerInput,
  listSessions: inputs.listInput,
  revokeSession: inputs.revokeInput,
  revokeOtherSessions: inputs.revokeOthersInput,
  signOut: inputs.signOutInput,
  updateSession: inputs.updateInput,
  renameSession: inputs.renameInput,
  listSecurityEvents: inputs.listEventsInput,
  answerLogin: inputs.answerInput,
} as const;

export const endpointInputs = {
  answerLoginAlert: v.object({ token, wasMe: v.boolean() }),
  refreshTokens: v.object({ grant_type: v.literal('refresh_token'), refresh_token: token }),
  revokeToken: v.object({ token }),
  confirmLogout: v.object({ token }),
} as const;
