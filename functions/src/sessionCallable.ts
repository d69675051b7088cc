// What every callable of a device with a session is: the caller named by the ID token, one operation, its answer.
import type { GenericSchema, InferOutput } from 'valibot';
import { callableOptions, sessionKeys } from './config.ts';
import type { Caller } from './domain/session/session.ts';
import { callable } from './http/callable.ts';
import { sessionCaller } from './http/callers.ts';
import type { Services } from './services.ts';
import { services } from './wiring.ts';

export function sessionCallable<Schema extends GenericSchema, Answer>(
  input: Schema,
  operation: (services: Services, caller: Caller, input: InferOutput<Schema>) => Promise<Answer>,
) {
  return callable({
    ...callableOptions,
    secrets: [sessionKeys],
    input,
    caller: (request) => sessionCaller(request, services().tokens),
    run: (caller, given) => operation(services(), caller, given),
  });
}
