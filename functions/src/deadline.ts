// Nothing that hangs may keep a caller waiting (docs/decisions/0026).
import { SessionError } from './errors.ts';

/** How long a whole call may take: within the ten seconds after which every caller has an answer. */
const callMs = 9500;
/** How long a change in the database may take, with all its tries; a call then has time for its pushes. */
export const changeMs = 6500;
/** How many times as long anything may take: tests set it for a local stack, whose machine may be busy with anything. */
export const patience =
  process.env.FUNCTIONS_EMULATOR === 'true' ? Number(process.env.EMULATOR_PATIENCE ?? 1) : 1;
/** When to try again what failed for a passing reason. */
const retryAfterSeconds = 5;

/**
 * What the work comes to, if that is known within so many milliseconds; else throws a DeadlineError.
 * The work itself goes on: whatever it may still do, the same call again must find it done.
 */
export async function withDeadline<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new DeadlineError()), ms * patience);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The answer of a whole call. Throws unavailable where there is none in time. */
export async function answeredInTime<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await withDeadline(callMs, work);
  } catch (error) {
    throw error instanceof DeadlineError ? unavailable(error) : error;
  }
}

/** The refusal of a call that cannot be served now. */
export function unavailable(cause: unknown): SessionError {
  return new SessionError('unavailable', { retryAfterSeconds }, { cause });
}

export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}
