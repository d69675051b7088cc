// The edge of the callables: input checked, caller named, refusals translated. Nothing else happens here.
import type { CallableOptions, CallableRequest } from 'firebase-functions/v2/https';
import { onCall } from 'firebase-functions/v2/https';
import type { GenericSchema, InferOutput } from 'valibot';
import { answeredInTime } from '../deadline.ts';
import { SessionError } from '../errors.ts';
import { parseInput } from './parseInput.ts';
import { toHttpsError } from './refusals.ts';
import { strictCallable, strictLimits } from './strictCallable.ts';

/**
 * A callable that hands `run` its checked input. A SessionError becomes an HttpsError with
 * `details = {reason, …}`, what takes too long unavailable; anything else passes through, which the
 * client sees as `internal`.
 */
export function callable<Schema extends GenericSchema, Caller, Answer>({
  input,
  caller,
  run,
  ...options
}: CallableOptions & {
  input: Schema;
  /** Who calls, as the verified ID token says. */
  caller: (request: CallableRequest) => Caller | Promise<Caller>;
  run: (caller: Caller, input: InferOutput<Schema>) => Promise<Answer>;
}) {
  const callable = onCall(options, async (request): Promise<Answer> => {
    const answer = async () => await run(await caller(request), parseInput(input, request.data));
    try {
      return await answeredInTime(answer());
    } catch (error) {
      throw error instanceof SessionError ? toHttpsError(error) : error;
    }
  });
  return strictCallable(callable, strictLimits, Boolean(options.enforceAppCheck));
}
