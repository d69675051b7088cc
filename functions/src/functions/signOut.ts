// signOut: ends the session in use.
import { callableOptions } from '../config.ts';
import { callable } from '../http/callable.ts';
import { sessionCaller } from '../http/callers.ts';
import { noInput } from '../http/inputs.ts';
import { signOut as operation } from '../operations/signOut.ts';
import { services } from '../wiring.ts';

export const signOut = callable({
  ...callableOptions,
  input: noInput,
  caller: sessionCaller,
  run: (caller) => operation(services(), caller),
});
