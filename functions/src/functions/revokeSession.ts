// revokeSession: ends one other session of the user.
import { callableOptions, sessionKeys } from '../config.ts';
import { callable } from '../http/callable.ts';
import { sessionCaller } from '../http/callers.ts';
import { revokeInput } from '../http/inputs.ts';
import { revokeSession as operation } from '../operations/revokeSession.ts';
import { services } from '../wiring.ts';

export const revokeSession = callable({
  ...callableOptions,
  secrets: [sessionKeys],
  input: revokeInput,
  caller: (request) => sessionCaller(request, services().tokens),
  run: (caller, input) => operation(services(), caller, input),
});
