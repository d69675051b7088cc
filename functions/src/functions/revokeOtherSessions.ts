// revokeOtherSessions: ends every session of the user but the one in use.
import { revokeOthersInput } from '../http/inputs.ts';
import { revokeOtherSessions as operation } from '../operations/revokeOtherSessions.ts';
import { sessionCallable } from '../sessionCallable.ts';

export const revokeOtherSessions = sessionCallable(revokeOthersInput, operation);
