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
import { deviceTypes, revokedReasons } from '../../functions/src/domain/session/session.ts';

const time = v.pipe(v.string(), v.isoTimestamp());

const sessionFields = {
  sessionId: v.string(),
  deviceName: v.string(),
  deviceType: v.picklist(deviceTypes),
  platform: v.nullable(v.string()),
  appVersion: v.nullable(v.string()),
  location: v.nullable(v.string()),
  lastActiveAt: time,
  createdAt: time,
  confirmed: v.boolean(),
  isCurrentDevice: v.boolean(),
  signInProvider: v.string(),
  secondFactor: v.boolean(),
  officialApp: v.nullable(v.string()),
};
const session = v.object(sessionFields);
/** Only where ended sessions were asked for. */
const end = {
  revokedAt: v.nullable(time),
  revokedReason: v.nullable(v.picklist(revokedReasons)),
  logoutConfirmedAt: v.nullable(time),
};

const tokens = v.object({
  access_token: v.string(),
  token_type: v.literal('Bearer'),
  expires_in: v.number(),
  refresh_token: v.string(),
});

const event = v.object({
  eventId: v.string(),
  type: v.picklist([
    ...(['session-established', 'session-revoked'] as const),
    ...(['assurance-level-change', 'credential-compromise'] as const),
  ]),
  initiatingEntity: v.picklist(['admin', 'user', 'policy', 'system']),
  sessionId: v.string(),
  deviceName: v.string(),
  actorSessionId: v.nullable(v.string()),
  revokedReason: v.nullable(v.picklist(revokedReasons)),
  occurredAt: time,
});

export const answers = {
  registerSession: v.object({
    session,
    customToken: v.string(),
    tokens,
    deviceToken: v.string(),
  }),
  listSessions: v.object({
    sessions: v.array(v.union([v.object({ ...sessionFields, ...end }), session])),
  }),
  revokeSession: v.object({ sessionId: v.string(), revoked: v.literal(true) }),
  revokeOtherSessions: v.object({ revokedCount: v.number() }),
  signOut: v.object({}),
  updateSession: v.object({ session, unconfirmed: v.optional(v.array(session)) }),
  renameSession: v.object({ session }),
  listSecurityEvents: v.object({ events: v.array(event), nextPageToken: v.optional(v.string()) }),
  answerLogin: v.object({ session }),
  answerLoginAlert: v.object({ wasMe: v.boolean(), revoked: v.boolean() }),
  refreshTokens: tokens,
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
