// listSessions: the user's live sessions, for the screen "Active sessions".
import { callableOptions } from '../config.ts';
import { callable } from '../http/callable.ts';
import { sessionCaller } from '../http/callers.ts';
import { noInput } from '../http/inputs.ts';
import { listSessions as operation } from '../operations/listSessions.ts';
import { services } from '../wiring.ts';

export const listSessions = callable(callableOptions, noInput, sessionCaller, (caller) =>
  operation(services(), caller),
);
