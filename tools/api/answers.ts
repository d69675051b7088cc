// What the functions answer, as schemas. Each is held to the type of the code that answers it: where they
// differ, this file does not compile.
import * as v from 'valibot';
import type { answerLogin, answerLoginAlert } from '../../functions/src/operations/answerLogin.ts';
import type { confirmLogout } from '../../functions/src/operations/confirmLogout.ts';
import type { listSecurityEvents } from '../../functions/src/operations/listSecurityEvents.ts';
import type { listSessions } from '../../functions/src/operations/listSessions.ts';
import type { refreshTokens } from '../../functions/src/operations/refreshTokens.ts';
import type { registerSession } from '../../functions/src/operations/registerSession.ts';
import type { renameSession } from '../../functions/src/operations/renameSession.ts';
import type { revokeOtherSessions } from '../../functions/src/operations/revokeOtherSessions.ts';
import type { revokeSession } from '../../functions/src/operations/revokeSession.ts';
import type { updateSession } from '../../functions/src/operations/updateSession.ts';
import { revokedReasons } from '../../functions/src/domain/session/reasons.ts';
import { deviceTypes, loginSignalNames } from '../../functions/src/domain/session/session.ts';

/** A part that has a name in docs/api.json and in the types made from it, and words for who reads those. */
const described = <Schema extends v.GenericSchema>(schema: Schema, text: string) =>
  v.pipe(schema, v.description(text));

const time = v.pipe(v.string(), v.isoTimestamp());

const DeviceType = v.picklist(deviceTypes);
const RevokedReason = described(v.picklist(revokedReasons), 'How a session ended.');

const LoginSignal = described(v.picklist(loginSignalNames), 'What was unusual about a login.');

const DeviceSession = described(
  v.object({
    sessionId: v.string(),
    deviceName: v.string(),
    deviceType: DeviceType,
    platform: v.nullable(v.string()),
    appVersion: v.nullable(v.string()),
    location: v.nullable(v.string()),
    lastActiveAt: time,
    createdAt: time,
    expiresAt: described(
      v.nullable(time),
      'When it ends unless it is used. Of the others only a confirmed session is told; else null.',
    ),
    confirmed: v.boolean(),
    signals: v.array(LoginSignal),
    isCurrentDevice: v.boolean(),
    signInProvider: v.string(),
    secondFactor: described(v.boolean(), 'Whether a second factor was shown.'),
    officialApp: described(v.nullable(v.string()), "The app's id where App Check attested it."),
    revokedAt: described(
      v.optional(v.nullable(time)),
      'This and the next two only with `includeEnded`; null while the session lives.',
    ),
    revokedReason: v.optional(v.nullable(RevokedReason)),
    logoutConfirmedAt: v.optional(v.nullable(time)),
  }),
  'A session as its owner may see it. Times are ISO 8601 in UTC.',
);

const TokenResponse = described(
  v.object({
    access_token: v.string(),
    token_type: v.literal('Bearer'),
    expires_in: described(v.number(), 'Seconds.'),
    refresh_token: v.string(),
  }),
  'RFC 6749 §5.1.',
);

const PushReach = described(
  v.picklist(['ok', 'none', 'dead']),
  "Whether pushes reach the caller's device. none: the app has named nothing to send to; dead: FCM does not know it any more.",
);

const SecurityEvent = described(
  v.object({
    eventId: v.string(),
    type: v.picklist([
      ...(['session-established', 'session-revoked'] as const),
      ...(['assurance-level-change', 'credential-compromise'] as const),
    ]),
    initiatingEntity: v.picklist(['admin', 'user', 'policy', 'system']),
    sessionId: v.string(),
    deviceName: v.string(),
    actorSessionId: v.nullable(v.string()),
    revokedReason: v.nullable(RevokedReason),
    occurredAt: time,
  }),
  'What happened to the account, in the words of CAEP (OpenID Continuous Access Evaluation Profile).',
);

export const answerParts = {
  DeviceType,
  RevokedReason,
  LoginSignal,
  DeviceSession,
  PushReach,
  TokenResponse,
  SecurityEvent,
};

export const answers = {
  registerSession: v.object({
    session: DeviceSession,
    customToken: v.string(),
    tokens: TokenResponse,
    deviceToken: v.string(),
  }),
  listSessions: v.object({ sessions: v.array(DeviceSession), pushes: PushReach }),
  revokeSession: v.object({ sessionId: v.string(), revoked: v.literal(true) }),
  revokeOtherSessions: v.object({ revokedCount: v.number() }),
  signOut: v.object({}),
  updateSession: v.object({
    session: DeviceSession,
    pushes: PushReach,
    unconfirmed: described(
      v.optional(v.array(DeviceSession)),
      "The user's live unconfirmed sessions; only a confirmed session is told.",
    ),
  }),
  renameSession: v.object({ session: DeviceSession }),
  listSecurityEvents: v.object({
    events: v.array(SecurityEvent),
    nextPageToken: v.optional(v.string()),
  }),
  answerLogin: v.object({ session: DeviceSession }),
  answerLoginAlert: v.object({
    wasMe: v.boolean(),
    revoked: v.boolean(),
    revokedCount: v.optional(v.number()),
  }),
  refreshTokens: TokenResponse,
  confirmLogout: v.object({ logoutConfirmedAt: time }),
};

/** What the code of each of them resolves to. */
interface Operations {
  registerSession: typeof registerSession;
  listSessions: typeof listSessions;
  revokeSession: typeof revokeSession;
  revokeOtherSessions: typeof revokeOtherSessions;
  updateSession: typeof updateSession;
  renameSession: typeof renameSession;
  listSecurityEvents: typeof listSecurityEvents;
  answerLogin: typeof answerLogin;
  answerLoginAlert: typeof answerLoginAlert;
  refreshTokens: typeof refreshTokens;
  confirmLogout: typeof confirmLogout;
}
type Answer<Name extends keyof Operations> = Awaited<ReturnType<Operations[Name]>>;
type Said = { [Name in keyof Operations]: v.InferOutput<(typeof answers)[Name]> };
type Meant = { [Name in keyof Operations]: Answer<Name> };

/** Assignable both ways, a field at a time. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Checked = { [Name in keyof Operations]: Same<Said[Name], Meant[Name]> };
export const answersAreTheCodes: Checked = {
  registerSession: true,
  listSessions: true,
  revokeSession: true,
  revokeOtherSessions: true,
  updateSession: true,
  renameSession: true,
  listSecurityEvents: true,
  answerLogin: true,
  answerLoginAlert: true,
  refreshTokens: true,
  confirmLogout: true,
};
