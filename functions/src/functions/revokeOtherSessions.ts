// revokeOtherSessions: ends every session of the user but the one in use.
import { callableOptions } from '../config.ts';
import { callable } from '../http/callable.ts';
import { sessionCaller } from '../http/callers.ts';
import { noInput } from '../http/inputs.ts';
import { revokeOtherSessions as operation } from '../operations/revokeOtherSessions.ts';
import { services } from '../wiring.ts';

export const revokeOtherSessions = callable(callableOptions, noInput, sessionCaller, (caller) =>
  operation(services(), caller),
);
