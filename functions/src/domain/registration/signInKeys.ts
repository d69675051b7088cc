// How a sign-in is remembered: Firebase names it by nothing but its second (`auth_time`).
import { secondMs } from '../session/policy.ts';

/** How long an app may take from its registration to the sign-in with the custom token. */
const customSignInWithinSeconds = 5;

/** What a registration's ID token says of its sign-in. */
export interface SignInTime {
  /** `auth_time`. */
  signedInAt: Date;
  /** Whether Firebase has refreshed the ID token since. */
  refreshed: boolean;
}

/** The key of the sign-in that opens a session: its second since 1970. */
export function signInKey(signedInAt: Date): string {
  return String(Math.floor(signedInAt.getTime() / secondMs));
}

/** The keys of the seconds in which the app signs in with the custom token that it gets at `now`. */
export function customSignInKeys(now: Date): string[] {
  const first = Math.floor(now.getTime() / secondMs);
  return Array.from({ length: customSignInWithinSeconds + 1 }, (_, later) =>
    toCustom(String(first + later)),
  );
}

/**
 * The keys by which a session is found that this sign-in went into. A refreshed ID token also
 * belongs to the session whose custom-token sign-in has its time: Firebase keeps the time of the
 * first sign-in, the Auth emulator gives the time of the user's latest to all that it refreshes.
 */
export function signInKeysOf({ signedInAt, refreshed }: SignInTime): string[] {
  const key = signInKey(signedInAt);
  return refreshed ? [key, toCustom(key)] : [key];
}

/** When the sign-in of this key was made; no valid date for a custom one. */
export function signInTime(key: string): Date {
  return new Date(Number(key) * secondMs);
}

function toCustom(key: string): string {
  return `custom:${key}`;
}
