// signOut: ends the session in use.
import { callableOptions, sessionKeys } from '../config.ts';
import { callable } from '../http/callable.ts';
import { sessionCaller } from '../http/callers.ts';
import { signOutInput } from '../http/inputs.ts';
import { signOut as operation } from '../operations/signOut.ts';
import { services } from '../wiring.ts';

export const signOut = callable({
  ...callableOptions,
  secrets: [sessionKeys],
  input: signOutInput,
  caller: (request) => sessionCaller(request, services().tokens),
  run: (caller, input) => operation(services(), caller, input),
});
