// signOut: ends the session in use.
import { signOutInput } from '../http/inputs.ts';
import { signOut as operation } from '../operations/signOut.ts';
import { sessionCallable } from '../sessionCallable.ts';

export const signOut = sessionCallable(signOutInput, operation);
