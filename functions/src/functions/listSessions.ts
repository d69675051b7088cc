// listSessions: the user's live sessions, for the screen "Active sessions"; ended ones too, if asked for.
import { callableOptions, sessionKeys } from '../config.ts';
import { callable } from '../http/callable.ts';
import { sessionCaller } from '../http/callers.ts';
import { listInput } from '../http/inputs.ts';
import { listSessions as operation } from '../operations/listSessions.ts';
import { services } from '../wiring.ts';

export const listSessions = callable({
  ...callableOptions,
  secrets: [sessionKeys],
  input: listInput,
  caller: (request) => sessionCaller(request, services().tokens),
  run: (caller, input) => operation(services(), caller, input),
});
