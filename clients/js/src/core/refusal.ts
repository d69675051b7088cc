// What the server said, and what nobody knows it said. A refusal carries a reason of the closed list;
// an answer that got lost carries none, and is never taken for a refusal.
import type { Reason, RefusalDetails } from './contract.ts';

/** A call that the server refused. A refused call has changed nothing. */
export class Refusal extends Error {
  readonly reason: Reason;
  readonly details: RefusalDetails;

  constructor(details: RefusalDetails, options?: ErrorOptions & { message?: string }) {
    super(options?.message ?? details.reason, options);
    this.name = 'Refusal';
    this.reason = details.reason;
    this.details = details;
  }
}

/** The refusal in an error of the Firebase SDK or in the body of an endpoint's answer; null in any other. */
export function refusalIn(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const details = fieldsOf(fieldsOf(error)['details']);
  if (typeof details['reason'] !== 'string') return null;
  return new Refusal(details as unknown as RefusalDetails, { cause: error });
}

/** The reasons that say that the caller's own session has ended. */
export function saysSessionEnded(reason: Reason): boolean {
  return reason === 'session_revoked' || reason === 'session_expired';
}

const passing = new Set([
  ...['internal', 'unavailable', 'deadline-exceeded', 'unknown', 'cancelled', 'aborted'],
  ...['network-request-failed', 'timeout'],
]);

/** Whether the same call may succeed if it is repeated: its answer got lost, or the server asks for that. */
export function isPassing(error: unknown): boolean {
  const refusal = refusalIn(error);
  if (refusal) return refusal.reason === 'unavailable';
  const { code } = fieldsOf(error);
  return typeof code !== 'string' || passing.has(code.replace(/^[a-z]+\//, ''));
}

export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
