// What the server said, and what nobody knows it said. A refusal carries a reason of the closed list;
// an answer that got lost carries none, and is never taken for a refusal.
import type { Reason, RefusalDetails } from './contract.ts';

/** A call that the server refused. A refused call has changed nothing. */
export class Refusal extends Error {
  declare readonly reason: Reason;
  declare readonly details: RefusalDetails;

  constructor(details: RefusalDetails, options?: ErrorOptions) {
    super(details.reason, options);
    this.name = 'Refusal';
    this.reason = details.reason;
    this.details = details;
  }
}

/** The cause of an `unavailable` after which no answer may be waited for much longer. */
export const late = 'late';

/** The reasons of the list, and those that it may get; no status text of a proxy is one. */
const reasonPattern = /^([a-z]+_[a-z_]+|unavailable)$/;

/** The refusal in an error of the Firebase SDK or in the body of an endpoint's answer; null in any other. */
export function refusalIn(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const details = fieldsOf(fieldsOf(error)['details']);
  const { reason } = details;
  if (typeof reason !== 'string' || !reasonPattern.test(reason)) return null;
  return new Refusal(details as unknown as RefusalDetails, { cause: error });
}

export function signInRequired(cause?: unknown): Refusal {
  return new Refusal({ reason: 'sign_in_required' }, { cause });
}

/** The reasons that say that the caller's own session has ended. */
export function saysSessionEnded(reason: Reason | undefined): boolean {
  return /^session_(revoked|expired)$/.test(`${reason}`);
}

/** user-token-expired, user-disabled, user-not-found, invalid-user-token. */
const firebaseEnded = /^auth\/(invalid-)?user-/;

/** Whether Firebase itself has signed the user out: the password was changed, or the account is gone. */
export function saysFirebaseEnded(error: unknown): boolean {
  const { code } = fieldsOf(error);
  return typeof code === 'string' && firebaseEnded.test(code);
}

const passing =
  /(^|\/)(internal|unavailable|deadline-exceeded|unknown|cancelled|aborted|network-.*|timeout)$/;

/** Whether the same call may succeed if it is repeated: its answer got lost, or the server asks for that. */
export function isPassing(error: unknown): boolean {
  const refusal = refusalIn(error);
  if (refusal) return refusal.reason === 'unavailable';
  const { code } = fieldsOf(error);
  return typeof code !== 'string' || passing.test(code);
}

export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
