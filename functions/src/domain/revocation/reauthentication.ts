// Reauthentication: a second sign-in by which an unconfirmed session shows that its owner is there.
import { confirmedOf } from '../session/confirmation.ts';
import type { Moment } from '../session/moment.ts';
import { secondMs } from '../session/policy.ts';
import type { Owner, SessionRecord, SignInMethods } from '../session/session.ts';
import { isSameOwner } from '../session/session.ts';

/** A sign-in just made, as a verified Firebase ID token tells it. */
export interface Reauthentication extends Owner {
  signedInAt: Date;
  methods: SignInMethods;
}

/** How old such a sign-in may be. */
const maxAgeSeconds = 300;

/**
 * Whether a sign-in shows that the owner is here: by a method that the asking session did not show
 * and with which a session that is confirmed now had itself signed in. What has been linked or
 * enrolled since proves nothing: whoever is signed in can do that.
 */
export function isOwners(
  reauthentication: Reauthentication | null,
  asking: SessionRecord,
  records: readonly SessionRecord[],
  moment: Moment,
): boolean {
  if (!reauthentication || !isSameOwner(reauthentication, asking.session)) return false;
  const ageMs = moment.now.getTime() - reauthentication.signedInAt.getTime();
  if (ageMs > maxAgeSeconds * secondMs) return false;
  const { provider, secondFactor } = acceptedMethods(asking, records, moment);
  const { methods } = reauthentication;
  return (
    (methods.provider !== null && provider.has(methods.provider)) ||
    (methods.secondFactor !== null && secondFactor.has(methods.secondFactor))
  );
}

/** The methods, with their ids, by which the asking session could reauthenticate. */
export function acceptedMethods(
  asking: SessionRecord,
  records: readonly SessionRecord[],
  moment: Moment,
): Record<keyof SignInMethods, ReadonlySet<string>> {
  const others = confirmedOf(records, moment).filter(
    ({ session }) => session.sessionId !== asking.session.sessionId,
  );
  const of = (kind: keyof SignInMethods) =>
    new Set(
      others
        .map(({ secrets }) => secrets.signedInWith[kind])
        .filter((method) => method !== null)
        .filter((method) => method !== asking.secrets.signedInWith[kind]),
    );
  return { provider: of('provider'), secondFactor: of('secondFactor') };
}
