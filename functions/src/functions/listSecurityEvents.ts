// listSecurityEvents: what happened to the user's account, newest first.
import { callableOptions, sessionKeys } from '../config.ts';
import { callable } from '../http/callable.ts';
import { sessionCaller } from '../http/callers.ts';
import { listEventsInput } from '../http/inputs.ts';
import { listSecurityEvents as operation } from '../operations/listSecurityEvents.ts';
import { services } from '../wiring.ts';

export const listSecurityEvents = callable({
  ...callableOptions,
  secrets: [sessionKeys],
  input: listEventsInput,
  caller: (request) => sessionCaller(request, services().tokens),
  run: (caller, input) => operation(services(), caller, input),
});
