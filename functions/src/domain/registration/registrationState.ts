// What a registration must know of the user, sorted out of what the database holds. Whether TTL has
// deleted a record makes no difference: what is past its time counts as gone.
import { isForgottenBy, isKnownBy, wasConfirmed } from '../session/confirmation.ts';
import { isLive } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import { dayMs } from '../session/policy.ts';
import type { FirebaseAccount } from '../session/firebaseAccount.ts';
import type { SessionRecord, SessionSecrets } from '../session/session.ts';
import { wentInto } from './signInEligibility.ts';
import type { Registration, RegistrationFindings, RegistrationState } from './signIn.ts';

export function toRegistrationState(
  { secrets, sessions, lastRemembered }: RegistrationFindings,
  { signIn, shown }: Pick<Registration, 'signIn' | 'shown'>,
  goneBefore: FirebaseAccount['goneBefore'],
  { now, policy }: Omit<Moment, 'newId'>,
): RegistrationState {
  const byId = new Map(sessions.map((session) => [session.sessionId, session]));
  const isRemembered = ({ registeredAt, expiresAt }: SessionSecrets) =>
    now < expiresAt && (goneBefore === null || registeredAt >= goneBefore);
  const remembered = secrets.filter(isRemembered);
  const openSecrets = secrets.filter(({ state }) => state === 'open');
  const records = openSecrets.flatMap((one) => {
    const session = byId.get(one.sessionId);
    return session ? [{ session, secrets: one }] : [];
  });
  const isGone = (record: SessionRecord) =>
    goneBefore !== null && record.secrets.registeredAt < goneBefore;
  const open = records.filter((record) => !isGone(record));
  const orphans = openSecrets.filter(({ sessionId }) => !byId.has(sessionId));
  const used = remembered.filter((one) => wentInto(signIn, one));
  const hasEnded = (one: SessionSecrets) => {
    if (one.state !== 'open') return one.state !== 'replaced';
    const session = byId.get(one.sessionId);
    return !session || !isLive(session, now);
  };
  const ofInstallation = remembered.filter(
    ({ installation }) => installation === shown.installation,
  );
  const openInstallations = new Set(
    open.filter(({ session }) => isLive(session, now)).map((record) => record.secrets.installation),
  );
  const account = remembered.filter(({ state }) => state === 'account');
  const accountSince = now.getTime() - policy.confirmAfterDays * dayMs;
  return {
    open,
    gone: records.filter(isGone),
    orphans,
    isSpent: used.some(hasEnded),
    isUsed: used.length > 0,
    known: ofInstallation.filter(
      (one) => isKnownBy(one, now) || (orphans.includes(one) && wasConfirmed(one, { now, policy })),
    ),
    isForgotten: ofInstallation.some((one) => isForgottenBy(one, now)),
    isRemembered: lastRemembered !== null && isRemembered(lastRemembered),
    attempted:
      shown.attemptHash === null
        ? null
        : (open.find(
            ({ secrets: { attemptHash, refresh } }) =>
              // A used refresh token says that the answer has arrived: the attempt is over.
              attemptHash === shown.attemptHash && refresh?.previousNonce === null,
          ) ?? null),
    account,
    endedByAccount: account.filter(
      ({ endedAt, installation }) =>
        endedAt !== null &&
        endedAt.getTime() > accountSince &&
        !openInstallations.has(installation),
    ),
  };
}
