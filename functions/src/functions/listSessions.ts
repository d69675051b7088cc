// listSessions: the user's live sessions, for the screen "Active sessions"; ended ones too, if asked for.
import { listInput } from '../http/inputs.ts';
import { listSessions as operation } from '../operations/listSessions.ts';
import { sessionCallable } from '../sessionCallable.ts';

export const listSessions = sessionCallable(listInput, operation);
