// answerLogin: answers "Was that you?" about a login on a new device.
import { answerInput } from '../http/inputs.ts';
import { answerLogin as operation } from '../operations/answerLogin.ts';
import { sessionCallable } from '../sessionCallable.ts';

export const answerLogin = sessionCallable(answerInput, operation);
