// updateSession: takes what changed on the device in use; counts as activity.
import { updateInput } from '../http/inputs.ts';
import { updateSession as operation } from '../operations/updateSession.ts';
import { sessionCallable } from '../sessionCallable.ts';

export const updateSession = sessionCallable(updateInput, operation);
