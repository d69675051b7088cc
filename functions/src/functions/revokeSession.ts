// revokeSession: ends one other session of the user.
import { revokeInput } from '../http/inputs.ts';
import { revokeSession as operation } from '../operations/revokeSession.ts';
import { sessionCallable } from '../sessionCallable.ts';

export const revokeSession = sessionCallable(revokeInput, operation);
