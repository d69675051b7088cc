// listSecurityEvents: what happened to the user's account, newest first.
import { listEventsInput } from '../http/inputs.ts';
import { listSecurityEvents as operation } from '../operations/listSecurityEvents.ts';
import { sessionCallable } from '../sessionCallable.ts';

export const listSecurityEvents = sessionCallable(listEventsInput, operation);
