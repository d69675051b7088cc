// updateSession: takes what changed on the device in use; counts as activity.
import { callableOptions, sessionKeys } from '../config.ts';
import { callable } from '../http/callable.ts';
import { sessionCaller } from '../http/callers.ts';
import { updateInput } from '../http/inputs.ts';
import { updateSession as operation } from '../operations/updateSession.ts';
import { services } from '../wiring.ts';

export const updateSession = callable({
  ...callableOptions,
  secrets: [sessionKeys],
  input: updateInput,
  caller: (request) => sessionCaller(request, services().tokens),
  run: (caller, input) => operation(services(), caller, input),
});
