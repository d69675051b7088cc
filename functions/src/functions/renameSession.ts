// renameSession: gives a session of the user another name.
import { callableOptions, sessionKeys } from '../config.ts';
import { callable } from '../http/callable.ts';
import { sessionCaller } from '../http/callers.ts';
import { renameInput } from '../http/inputs.ts';
import { renameSession as operation } from '../operations/renameSession.ts';
import { services } from '../wiring.ts';

export const renameSession = callable({
  ...callableOptions,
  secrets: [sessionKeys],
  input: renameInput,
  caller: (request) => sessionCaller(request, services().tokens),
  run: (caller, input) => operation(services(), caller, input),
});
