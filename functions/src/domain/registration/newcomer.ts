// Who signs in: which device it is, what it still has, and whether it counts as its owner's.
import type { Device, OpenSession } from '../account/account.ts';
import { type Draft, findOpen } from '../account/draft.ts';
import { endStolen } from '../refresh/refresh.ts';
import { decideRefresh } from '../refresh/rotation.ts';
import { dayMs } from '../session/policy.ts';
import type { Registration } from './signIn.ts';
import { isRollOut } from './signInEligibility.ts';

export interface Newcomer {
  key: string;
  /** As it was before: null for one of which nothing is remembered. */
  device: Device | null;
  installation: string;
  /** The session that it still has. */
  toReplace: OpenSession | null;
  /** Whether that one's refresh token was presented: then its device knows, and nobody need be told. */
  continues: boolean;
  /** Whether nothing speaks for it. */
  newDevice: boolean;
  confirmed: boolean;
  /** Whether the user's other devices are alerted. */
  alertsOthers: boolean;
  /** Whether it is the first session of an account that is older than a day. */
  isOldAccountsFirst: boolean;
}

/**
 * The key of the device whose session the refresh token that was presented is good for; null where there is none.
 * One that was used up ends its session, told by the trigger of the new one, and makes nobody known.
 */
function judgePresented(
  draft: Draft,
  { presented: { refreshToken } }: Registration,
): string | null {
  const open = refreshToken && findOpen(draft, refreshToken.sessionId);
  if (!open) return null;
  const [key, { session }] = open;
  const { kind } = decideRefresh(session.refresh, refreshToken.nonce, draft.moment);
  if (kind !== 'reuse') return key;
  endStolen(draft, key, { isLeased: false });
  return null;
}

/** A refresh token that was used up ends its session. */
export function toNewcomer(draft: Draft, registration: Registration): Newcomer {
  const { account, before, moment } = draft;
  // Nothing at all is remembered of the user.
  const isFirst = before === null;
  const { presented, newInstallation, signIn } = registration;
  const possessedKey = judgePresented(draft, registration);
  const shown = Object.entries(account.devices).find(
    ([, { installation }]) => installation === presented.installation,
  );
  // The device token of a closed device counts as none.
  const isClosed = shown?.[1].standing === 'closed';
  const key = possessedKey ?? (isClosed ? null : shown?.[0]) ?? newKey(draft);
  const device = account.devices[key] ?? null;
  const installation =
    device?.installation ?? (isClosed ? null : presented.installation) ?? newInstallation;
  const toReplace = device?.session ?? null;
  const isKnown = device?.standing === 'known';
  const newDevice = !isKnown && !isFirst && !isRollOut(account, signIn, moment);
  // With no days to wait it counts as its owner's at once.
  const confirmed = !newDevice || moment.policy.confirmAfterDays === 0;
  const continues = toReplace !== null && possessedKey === key;
  return {
    ...{ key, device, installation, toReplace, continues, newDevice, confirmed },
    alertsOthers: !continues && (!confirmed || toReplace !== null),
    isOldAccountsFirst: isFirst && isOld(registration, draft),
  };
}

/** A key that no device has; Firestore takes no field of two underscores on both sides. */
function newKey({ account, moment }: Draft): string {
  for (;;) {
    const key = moment.newId().slice(0, 8);
    if (!(key in account.devices) && !/^__.*__$/.test(key)) return key;
  }
}

function isOld({ firebaseAccount, signIn }: Registration, { moment: { now, policy } }: Draft) {
  const { rollOutAt } = policy;
  if (rollOutAt !== null && signIn.signedInAt < rollOutAt) return false;
  return firebaseAccount != null && now.getTime() - firebaseAccount.createdAt.getTime() > dayMs;
}
