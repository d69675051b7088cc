// All personal data of a user, as JSON: what a person may ask for. What is not listed here is not exported: it
// makes tokens, or names the device to us, and says nothing of the person.
import { isAccount } from '../domain/account/account.ts';
import type { Account, Device, OpenSession } from '../domain/account/account.ts';
import type { ForceLogoutEntry, Login, OutboxEntry } from '../domain/account/outboxEntry.ts';
import type { SessionView } from '../domain/account/view.ts';
import type { SecurityEvent } from '../domain/session/securityEvent.ts';
import type { Owner } from '../domain/session/session.ts';
import type { Services } from '../services.ts';

const accountFields = [
  ...(['userId', 'tenantId', 'countries', 'lastPlaces', 'alertedTimes', 'checkedAt'] as const),
] satisfies (keyof Account)[];
const deviceFields = [
  ...(['standing', 'signIns', 'pushToken', 'locale', 'deviceType', 'lastSeenAt'] as const),
] satisfies (keyof Device)[];
const sessionFields = [
  ...(['sessionId', 'deviceId', 'signedInAt', 'signedInWith', 'carriedClaims', 'ip'] as const),
  ...(['registeredAt', 'newDevice'] as const),
] satisfies (keyof OpenSession)[];
const loginFields = [
  ...(['sessionId', 'deviceName', 'deviceType', 'locale', 'ip', 'createdAt'] as const),
] satisfies (keyof Login)[];
const logoutFields = ['sessionId', 'deviceType', 'pushToken'] satisfies (keyof ForceLogoutEntry)[];
const viewFields = [
  ...(['sessionId', 'userId', 'tenantId', 'deviceName', 'deviceType', 'platform'] as const),
  ...(['appVersion', 'location', 'signals', 'createdAt', 'lastActiveAt', 'confirmed'] as const),
  ...(['confirmsAt', 'revoked', 'revokedAt', 'revokedReason', 'logoutConfirmedAt'] as const),
  ...(['signInProvider', 'secondFactor', 'officialApp', 'expiresAt', 'deleteAt'] as const),
] satisfies (keyof SessionView)[];
const eventFields = [
  ...(['eventId', 'type', 'initiatingEntity', 'userId', 'tenantId', 'sessionId'] as const),
  ...(['deviceName', 'actorSessionId', 'revokedReason', 'occurredAt', 'deleteAt'] as const),
] satisfies (keyof SecurityEvent)[];

export type ExportedDocument = Record<string, unknown>;

export interface UserExport {
  /** When the account in Firebase Authentication was made, as far as that is remembered, also of an erased one. */
  firebaseAccount: ExportedDocument | null;
  /** What is kept of the account as a whole; null where nothing is. */
  account: ExportedDocument | null;
  /** Its devices, each with what is kept of its session besides what is shown, also of one that ran out unanswered. */
  devices: ExportedDocument[];
  /** What is still to be told or done: logins, logouts of devices, push tokens to be taken from other accounts. */
  owed: ExportedDocument[];
  sessions: ExportedDocument[];
  events: ExportedDocument[];
}

/** Plain JSON values; times in ISO 8601, UTC. Of a user of whom nothing is kept, empty lists. */
export async function exportUser(
  { sessions }: Pick<Services, 'sessions'>,
  owner: Owner,
): Promise<UserExport> {
  const data = await sessions.findAllOf(owner);
  const account = isAccount(data.account) ? data.account : null;
  const { firebaseAccount } = data.account ?? {};
  return {
    firebaseAccount: firebaseAccount?.createdAt ? plain(firebaseAccount) : null,
    account: account && only(account, accountFields),
    devices: Object.values(account?.devices ?? {}).map((device) => ({
      ...only(device, deviceFields),
      session: sessionOf(device),
    })),
    owed: (data.account?.outbox ?? []).flatMap(owedOf),
    sessions: data.sessions.map((view) => only(view, viewFields)),
    events: data.events.map((event) => only(event, eventFields)),
  };
}

function sessionOf({ session, unanswered }: Device): ExportedDocument | null {
  const kept = session ?? unanswered?.session;
  return kept ? only(kept, sessionFields) : null;
}

/** The other kinds name devices alone, which are exported anyway. */
function owedOf(entry: OutboxEntry): ExportedDocument[] {
  const { kind, until } = entry;
  if (kind === 'login') return [{ ...plain({ kind, until }), ...only(entry.login, loginFields) }];
  if (kind === 'take_token') return [plain({ kind, until, pushToken: entry.pushToken })];
  if (kind !== 'force_logout') return [];
  return [{ ...plain({ kind, until }), ...only(entry, logoutFields) }];
}

function only(document: object, fields: readonly string[]): ExportedDocument {
  const kept = Object.entries(document).filter(([name]) => fields.includes(name));
  return plain(Object.fromEntries(kept));
}

function plain(document: object): ExportedDocument {
  return JSON.parse(JSON.stringify(document)) as ExportedDocument;
}
