// For which reasons each function refuses, beside what every callable and endpoint may say.
import * as v from 'valibot';
import { SessionError, type Reason, type ReasonDetails } from '../../functions/src/errors.ts';
import type { ConfirmBy } from '../../functions/src/domain/account/caller.ts';
import { answerParts } from './answers.ts';

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
    ...(['recent_sign_in_required', 'account_revived', 'session_open', 'rate_limited'] as const),
  ],
  listSessions: withSession,
  revokeSession: [...forConfirmed, 'current_session', 'session_not_found'],
  revokeOtherSessions: forConfirmed,
  signOut: withSession,
  updateSession: [...withSession, 'rate_limited'],
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
  account_revived: true,
  session_open: true,
  session_not_found: true,
  current_session: true,
  invalid_input: true,
  token_invalid: true,
  rate_limited: true,
  unavailable: true,
};
const names = Object.keys(known) as Reason[];

const ReasonSchema = v.pipe(
  v.picklist(names),
  v.description('The closed list of reasons for which a call is refused.'),
);
const RefusalDetails = v.pipe(
  v.object({
    reason: ReasonSchema,
    field: v.pipe(v.optional(v.string()), v.description('Of invalid_input.')),
    retryAfterSeconds: v.pipe(
      v.optional(v.number()),
      v.description('Of session_unconfirmed, rate_limited and unavailable.'),
    ),
    confirmBy: v.pipe(
      v.optional(v.array(v.picklist(['other_device', 'second_factor', 'other_provider', 'time']))),
      v.description('Of session_unconfirmed: what would lift it.'),
    ),
    revokedReason: v.pipe(
      v.optional(answerParts.RevokedReason),
      v.description("Of session_revoked: how the caller's own session ended."),
    ),
  }),
  v.description('The `details` of a refused callable; an endpoint has them in its body.'),
);

export const refusalParts = { Reason: ReasonSchema, RefusalDetails };

/** Where the schema differs from what the code says, this does not compile. */
type Said = v.InferOutput<typeof RefusalDetails>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
export const refusalsAreTheCodes: {
  keys: Same<Exclude<keyof Said, 'reason'>, keyof ReasonDetails>;
  confirmBy: Same<NonNullable<Said['confirmBy']>[number], ConfirmBy>;
} = { keys: true, confirmBy: true };

/** How each reason reaches a caller. */
export function describeReasons() {
  return Object.fromEntries(
    names.map((name) => {
      const { reason, code, status, oauthError } = new SessionError(name);
      return [reason, { code, status, oauthError }];
    }),
  );
}
