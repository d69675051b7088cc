// Reauthentication: a second sign-in by which an unconfirmed session shows that its owner is there.
import { secondMs } from '../session/policy.ts';
import { isSameOwner, type Owner, type SignInMethods } from '../session/session.ts';
import { confirmedDevices } from './account.ts';
import type { Acting } from './draft.ts';

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
export function isOwners(reauthentication: Reauthentication | null, acting: Acting): boolean {
  const { account, moment } = acting.draft;
  if (!reauthentication || !isSameOwner(reauthentication, account)) return false;
  const { signedInAt, methods } = reauthentication;
  const ageMs = moment.now.getTime() - signedInAt.getTime();
  if (ageMs > maxAgeSeconds * secondMs) return false;
  const accepted = acceptedMethods(acting);
  return accepted.provider.has(methods.provider) || accepted.secondFactor.has(methods.secondFactor);
}

/** The methods, with their ids, by which the asking session, which is unconfirmed, could reauthenticate. */
export function acceptedMethods({
  draft: { account },
  device: { session: asking },
}: Acting): Record<keyof SignInMethods, ReadonlySet<string | null>> {
  const of = (kind: keyof SignInMethods) =>
    new Set(
      confirmedDevices(account)
        .map(([, { session }]) => session.signedInWith[kind])
        .filter((method) => method !== null && method !== asking.signedInWith[kind]),
    );
  return { provider: of('provider'), secondFactor: of('secondFactor') };
}
