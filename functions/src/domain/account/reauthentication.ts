// Reauthentication: a second sign-in by which an unconfirmed session shows that its owner is there.
import type { Moment } from '../session/moment.ts';
import { secondMs } from '../session/policy.ts';
import { isSameOwner, type Owner, type SignInMethods } from '../session/session.ts';
import { type Account, confirmedDevices, type DeviceInUse } from './account.ts';
import type { Draft } from './draft.ts';

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
  { draft: { account }, key, device }: { draft: Draft; key: string; device: DeviceInUse },
  { now }: Pick<Moment, 'now'>,
): boolean {
  if (!reauthentication || !isSameOwner(reauthentication, account)) return false;
  const ageMs = now.getTime() - reauthentication.signedInAt.getTime();
  if (ageMs > maxAgeSeconds * secondMs) return false;
  const { provider, secondFactor } = acceptedMethods(account, key, device);
  const { methods } = reauthentication;
  return (
    (methods.provider !== null && provider.has(methods.provider)) ||
    (methods.secondFactor !== null && secondFactor.has(methods.secondFactor))
  );
}

/** The methods, with their ids, by which the asking session could reauthenticate. */
export function acceptedMethods(
  account: Account,
  key: string,
  { session: asking }: DeviceInUse,
): Record<keyof SignInMethods, ReadonlySet<string>> {
  const others = confirmedDevices(account).filter(([other]) => other !== key);
  const of = (kind: keyof SignInMethods) =>
    new Set(
      others
        .map(([, { session }]) => session.signedInWith[kind])
        .filter((method) => method !== null)
        .filter((method) => method !== asking.signedInWith[kind]),
    );
  return { provider: of('provider'), secondFactor: of('secondFactor') };
}
