// For which reasons each function refuses, beside what every callable and endpoint may say.
import { SessionError, type Reason } from '../../functions/src/errors.ts';

type Refusals = Record<string, readonly Reason[]>;

const everyCallable = ['sign_in_required', 'invalid_input', 'unavailable'] as const;
const withSession = [
  ...everyCallable,
  ...(['session_required', 'session_revoked', 'session_expired'] as const),
] as const;
const forConfirmed = [...withSession, 'session_unconfirmed'] as const;
const everyEndpoint = ['invalid_input', 'token_invalid', 'unavailable'] as const;
const ended = ['session_revoked', 'session_expired'] as const;

export const refusals = {
  registerSession: [
    ...everyCallable,
    ...ended,
    ...(['recent_sign_in_required', 'token_invalid', 'rate_limited'] as const),
  ],
  listSessions: withSession,
  revokeSession: [...forConfirmed, 'current_session', 'session_not_found'],
  revokeOtherSessions: forConfirmed,
  signOut: withSession,
  updateSession: withSession,
  renameSession: [...forConfirmed, 'session_not_found'],
  listSecurityEvents: forConfirmed,
  answerLogin: [...forConfirmed, 'current_session', 'session_not_found'],
  answerLoginAlert: [...everyEndpoint, ...ended, 'session_not_found', 'session_unconfirmed'],
  refreshTokens: [...everyEndpoint, ...ended],
  revokeToken: ['invalid_input', 'unavailable'],
  confirmLogout: everyEndpoint,
} satisfies Refusals;

const known: Record<Reason, true> = {
  sign_in_required: true,
  session_required: true,
  session_revoked: true,
  session_expired: true,
  session_unconfirmed: true,
  recent_sign_in_required: true,
  session_not_found: true,
  current_session: true,
  invalid_input: true,
  token_invalid: true,
  rate_limited: true,
  unavailable: true,
};

/** How each reason reaches a caller. */
export function describeReasons() {
  return Object.fromEntries(
    Object.keys(known).map((name) => {
      const { reason, code, status, oauthError } = new SessionError(name as Reason);
      return [reason, { code, status, oauthError }];
    }),
  );
}
