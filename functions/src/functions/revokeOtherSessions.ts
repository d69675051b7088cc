// revokeOtherSessions: ends every session of the user but the one in use.
import { callableOptions, sessionKeys } from '../config.ts';
import { callable } from '../http/callable.ts';
import { sessionCaller } from '../http/callers.ts';
import { revokeOthersInput } from '../http/inputs.ts';
import { revokeOtherSessions as operation } from '../operations/revokeOtherSessions.ts';
import { services } from '../wiring.ts';

export const revokeOtherSessions = callable({
  ...callableOptions,
  secrets: [sessionKeys],
  input: revokeOthersInput,
  caller: (request) => sessionCaller(request, services().tokens),
  run: (caller, input) => operation(services(), caller, input),
});
