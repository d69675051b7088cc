// What a session may not do while nobody has vouched for it: end sessions older than itself. Whoever
// has the password can open a session; that must not be enough to throw the owner out.
import { SessionError } from '../../errors.ts';
import { isConfirmed } from '../session/lifetime.ts';
import type { RecordChange } from '../session/plan.ts';
import type { SessionPolicy } from '../session/policy.ts';
import { dayMs, hourMs, secondMs } from '../session/policy.ts';
import type { Session, SessionRecord } from '../session/session.ts';

/** A second sign-in of the same person, as a verified Firebase ID token tells it. */
export interface Reauthentication {
  userId: string;
  signedInAt: Date;
  provider: string;
  secondFactor: boolean;
}

/** How old a sign-in may be to prove that its owner is here. */
export const reauthenticationMaxAgeSeconds = 300;

/** Providers that prove nothing: the backend's own tokens, and nobody in particular. */
const neverCounts = new Set(['custom', 'anonymous']);

/**
 * Whether a sign-in shows more than the one that opened the session did: a second factor, or
 * another provider. The same again is no reauthentication, for whoever opened the session could do it.
 */
export function isOwners(
  reauthentication: Reauthentication | null,
  { session, secrets }: SessionRecord,
  now: Date,
): boolean {
  if (
    !reauthentication ||
    reauthentication.userId !== session.userId ||
    neverCounts.has(reauthentication.provider)
  )
    return false;
  const ageMs = now.getTime() - reauthentication.signedInAt.getTime();
  if (ageMs > reauthenticationMaxAgeSeconds * secondMs) return false;
  return (
    (reauthentication.secondFactor && !secrets.secondFactor) ||
    reauthentication.provider !== secrets.signInProvider
  );
}

/** Whether `caller` is unconfirmed and too young to end what is older than itself. */
export function isFresh(caller: Session, policy: SessionPolicy, now: Date): boolean {
  return !isConfirmed(caller, policy, now) && now < freshUntil(caller, policy);
}

/** Throws session_unconfirmed, with the time after which it may, where one of these is older. */
export function requireMayEnd(
  caller: Session,
  targets: readonly Session[],
  policy: SessionPolicy,
  now: Date,
): void {
  const older = targets.some(({ createdAt }) => createdAt < caller.createdAt);
  if (!older || !isFresh(caller, policy, now)) return;
  const until = Math.min(
    freshUntil(caller, policy).getTime(),
    confirmedAt(caller, policy).getTime(),
  );
  throw new SessionError('session_unconfirmed', { retryAfterSeconds: secondsUntil(until, now) });
}

/** Throws session_unconfirmed, with the time after which it will be, for a session not confirmed. */
export function requireConfirmed(session: Session, policy: SessionPolicy, now: Date): void {
  if (isConfirmed(session, policy, now)) return;
  const until = confirmedAt(session, policy).getTime();
  throw new SessionError('session_unconfirmed', { retryAfterSeconds: secondsUntil(until, now) });
}

/** The change by which a session counts as its owner's from now on. */
export function confirming({ sessionId }: Session): RecordChange {
  return { sessionId, session: { confirmed: true }, secrets: { deviceKnown: true } };
}

function secondsUntil(time: number, now: Date): number {
  return Math.ceil((time - now.getTime()) / secondMs);
}

function confirmedAt({ createdAt }: Session, policy: SessionPolicy): Date {
  return new Date(createdAt.getTime() + policy.confirmAfterDays * dayMs);
}

function freshUntil({ createdAt }: Session, policy: SessionPolicy): Date {
  return new Date(createdAt.getTime() + policy.freshSessionHours * hourMs);
}
