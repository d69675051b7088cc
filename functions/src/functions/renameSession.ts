// renameSession: gives a session of the user another name.
import { renameInput } from '../http/inputs.ts';
import { renameSession as operation } from '../operations/renameSession.ts';
import { sessionCallable } from '../sessionCallable.ts';

export const renameSession = sessionCallable(renameInput, operation);
