// What a device tells of itself while it is in use, and how that counts as activity.
import type { AccountAnswer } from './account.ts';
import { isInOrder } from './account.ts';
import { isConfirmed } from './confirmation.ts';
import { endings } from './ending.ts';
import { activeUntil, isTouchDue, rememberedUntil, requireLive } from './lifetime.ts';
import type { Moment } from './moment.ts';
import type { Plan, RecordChange } from './plan.ts';
import { withChange } from './plan.ts';
import type { Caller, PushToken, Session, SessionRecord, SessionSecrets } from './session.ts';
import { isSameOwner } from './session.ts';

/** Fields that are absent stay as they are; null clears. */
export interface DeviceUpdate {
  deviceName?: string;
  platform?: string | null;
  appVersion?: string | null;
  pushToken?: PushToken | null;
  locale?: string | null;
}

export type UpdateResult =
  | { kind: 'updated'; session: Session }
  /** The account is gone (`isGone`), disabled, or has changed since: the session has ended, its device is told. */
  | { kind: 'ended'; record: SessionRecord; isGone: boolean };

/**
 * The writes by which activity is recorded: none while the last is younger than the touch interval.
 * A session that has come of age unanswered is written down as confirmed on the way.
 */
export function touching(session: Session, moment: Moment): RecordChange | null {
  const { policy, now } = moment;
  if (!isTouchDue(session, policy, now)) return null;
  const expiresAt = activeUntil(session.createdAt, policy, now);
  const cameOfAge = !session.confirmed && isConfirmed(session, moment);
  return {
    sessionId: session.sessionId,
    session: { lastActiveAt: now, expiresAt, ...(cameOfAge && { confirmed: true }) },
    secrets: {
      expiresAt: rememberedUntil(expiresAt, policy),
      ...(cameOfAge && { device: 'known' as const }),
    },
  };
}

export interface UpdateState {
  record: SessionRecord | undefined;
  /** Other records that hold the push token which the update brings. */
  holders: readonly SessionSecrets[];
  /** What Firebase Authentication says, where the hourly look was due. */
  account: AccountAnswer;
}

/**
 * Writes what differs, and the activity where it is due. What an unconfirmed session says of its name
 * and platform is ignored: they stay as the alert showed them. Throws session_revoked or
 * session_expired.
 */
export function decideUpdate(
  { record, holders, account }: UpdateState,
  { caller, update, sharedPushTokens }: UpdateRequest,
  moment: Moment,
): Plan<UpdateResult> {
  const session = requireLive(record?.session, caller, moment.now);
  // `requireLive` has thrown where there is none.
  const { secrets } = record as SessionRecord;
  const own = { session, secrets };
  if (!isInOrder(account, secrets.signedInAt)) {
    const { changes, events } = endings([own], 'account', moment, { inHand: true });
    const ended = changes[0] ? withChange(own, changes[0]) : own;
    const isGone = account === null;
    return { result: { kind: 'ended', record: ended, isGone }, changes, events };
  }
  const confirmed = isConfirmed(session, moment);
  const { pushToken, locale, deviceName, platform, ...free } = update;
  const shown = { ...free, ...(confirmed && { deviceName, platform }) };
  const touch = touching(session, moment);
  const tokenChange = differing({ pushToken }, secrets);
  const sessionChange = { ...differing(shown, session), ...touch?.session };
  const secretsChange = {
    ...differing({ locale }, secrets),
    ...tokenChange,
    ...('pushToken' in tokenChange && { pushTokenDiedAt: null }),
    ...(account && { accountCheckedAt: moment.now }),
    ...touch?.secrets,
  };
  const changed = Object.keys(sessionChange).length + Object.keys(secretsChange).length > 0;
  const change = {
    sessionId: session.sessionId,
    session: sessionChange,
    secrets: secretsChange,
  };
  const taken = tokenChange.pushToken
    ? takingPushToken(holders, secrets, { confirmed, sharedPushTokens })
    : [];
  return {
    result: { kind: 'updated', session: { ...session, ...sessionChange } },
    changes: [...(changed ? [change] : []), ...taken],
  };
}

export interface UpdateRequest {
  caller: Caller;
  update: DeviceUpdate;
  sharedPushTokens: boolean;
}

/**
 * A push token moves to the newcomer only from a session on the same installation, whoever signed in
 * there, or from one of the same user to a confirmed one: else whoever knows a push token could
 * silence its device. Where it does not move, both hold it.
 */
export function takingPushToken(
  holders: readonly SessionSecrets[],
  newcomer: Pick<SessionSecrets, 'userId' | 'tenantId' | 'installation' | 'sessionId'>,
  { confirmed, sharedPushTokens }: { confirmed: boolean; sharedPushTokens: boolean },
): RecordChange[] {
  return holders
    .filter(({ sessionId }) => sessionId !== newcomer.sessionId)
    .filter((holder) => {
      const ownOne = isSameOwner(holder, newcomer);
      if (!ownOne && sharedPushTokens) return false;
      return holder.installation === newcomer.installation || (ownOne && confirmed);
    })
    .map(({ sessionId }) => ({ sessionId, secrets: { pushToken: null } }));
}

function differing<Fields extends object>(wanted: Fields, present: object): Fields {
  const entries = Object.entries(wanted).filter(
    ([name, value]) =>
      value !== undefined &&
      JSON.stringify(value) !== JSON.stringify((present as Record<string, unknown>)[name]),
  );
  return Object.fromEntries(entries) as Fields;
}
