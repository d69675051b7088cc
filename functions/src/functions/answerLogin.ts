// answerLogin: answers "Was that you?" about a login on a new device.
import { callableOptions, sessionKeys } from '../config.ts';
import { callable } from '../http/callable.ts';
import { sessionCaller } from '../http/callers.ts';
import { answerInput } from '../http/inputs.ts';
import { answerLogin as operation } from '../operations/answerLogin.ts';
import { services } from '../wiring.ts';

export const answerLogin = callable({
  ...callableOptions,
  secrets: [sessionKeys],
  input: answerInput,
  caller: (request) => sessionCaller(request, services().tokens),
  run: (caller, input) => operation(services(), caller, input),
});
