// Ending what everybody has of a kind, after an incident: which sessions of an account are meant.
import { isAccount, type OpenSession } from '../account/account.ts';
import { beginDraft, findDone, finishCall, unchanged } from '../account/decision.ts';
import { endAll } from '../account/ending.ts';
import type { Change, Known } from '../account/draft.ts';
import { lease } from '../account/outbox.ts';
import { isVersionBelow, isVersionLimit } from '../session/appVersion.ts';
import { type Moment, secondMs, type SessionPolicy } from '../session/policy.ts';
import { type DeviceType, deviceTypes } from '../session/session.ts';

/**
 * Sessions that were signed in before a time; of those the ones that fit all else that is given. What is signed in
 * since is never meant, however often this is decided.
 */
export interface Incident {
  signedInBefore: Date;
  deviceType?: DeviceType;
  /** Such as "2.3.0": older ones, as the app names its version. */
  appVersionBelow?: string;
  /** Absent: of all tenants and of the project itself; null: of the project itself. */
  tenantId?: string | null;
}

/** Throws a TypeError, which is a sentence, for what nobody can have meant. */
export function checkIncident(incident: Incident, now: Date): Incident {
  const { signedInBefore, deviceType, appVersionBelow, tenantId } = incident;
  if (!(signedInBefore instanceof Date) || Number.isNaN(signedInBefore.getTime())) {
    throw new TypeError('signedInBefore must be a time.');
  }
  if (signedInBefore > now) {
    throw new TypeError(
      `${signedInBefore.toISOString()} is in the future: it is ${now.toISOString()}.`,
    );
  }
  if (deviceType != null && !deviceTypes.includes(deviceType)) {
    throw new TypeError(
      `${String(deviceType)} is no device type: there are ${deviceTypes.join(', ')}.`,
    );
  }
  if (appVersionBelow != null && !isVersionLimit(appVersionBelow)) {
    throw new TypeError(
      `${appVersionBelow} is no version to compare with: write one such as 2.3.0.`,
    );
  }
  if (tenantId === '') throw new TypeError('A tenant has a name: leave it out for all of them.');
  return incident;
}

/**
 * Throws a TypeError where a sign-in from before that time could open a session again. Where only some device types
 * or versions are meant it may: the time cannot refuse it without refusing all others.
 */
export function requireSignedInAfter(
  { signedInBefore, deviceType, appVersionBelow }: Incident,
  { signedInAfter }: Pick<SessionPolicy, 'signedInAfter'>,
): void {
  if (deviceType != null || appVersionBelow != null) return;
  if (signedInAfter !== null && signedInAfter >= signedInBefore) return;
  // As the param takes it: in whole seconds, which sign-ins are counted by, too.
  const second = new Date(Math.ceil(signedInBefore.getTime() / secondMs) * secondMs);
  const time = second.toISOString().replace('.000Z', 'Z');
  throw new TypeError(
    `SIGNED_IN_AFTER must be ${time} or later: else a sign-in from before opens a session again.`,
  );
}

export interface IncidentEnd {
  revokedCount: number;
  /** Sessions that say no version that can be compared, and are meant by all else: they live on. */
  withoutVersion: number;
  /** Pushes that this call sends at once: of what it has ended, and of what is still owed of earlier ends. */
  pushIds: string[];
}

/** Nothing is written where nothing is meant and no logout is owed. */
export function decideIncident(
  known: Known,
  { callId, incident }: { callId: string; incident: Incident },
  moment: Moment,
): Change<IncidentEnd> {
  const done = findDone<IncidentEnd>(known, callId, moment);
  if (done) return unchanged(done);
  const result: IncidentEnd = { revokedCount: 0, withoutVersion: 0, pushIds: [] };
  const { stored } = known;
  const { tenantId } = incident;
  if (!isAccount(stored) || (tenantId !== undefined && stored.tenantId !== tenantId)) {
    return unchanged(result);
  }
  const draft = beginDraft(stored, moment);
  endAll(
    draft,
    'incident',
    ({ session }) => {
      const isMeant = isMeantBy(session, incident);
      if (isMeant === null) result.withoutVersion += 1;
      if (isMeant === true) result.revokedCount += 1;
      return isMeant === true;
    },
    { isLeased: true },
  );
  result.pushIds = lease(draft, ({ kind }) => kind === 'force_logout');
  if (result.revokedCount + result.pushIds.length === 0) return unchanged(result);
  return finishCall(draft, callId, result);
}

/** null where it is only unknown whether its version is. */
function isMeantBy(
  { signedInAt, deviceType, appVersion }: OpenSession,
  incident: Incident,
): boolean | null {
  if (signedInAt >= incident.signedInBefore) return false;
  if (incident.deviceType != null && deviceType !== incident.deviceType) return false;
  if (incident.appVersionBelow == null) return true;
  return isVersionBelow(appVersion, incident.appVersionBelow);
}
