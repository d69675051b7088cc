// Why a person finds themselves signed out, in a sentence, and what to do.
import type { Ended } from '../../../clients/js/src/index.ts';

/** An end that is known, or a start that was refused for want of a new sign-in. */
export type Out = Pick<Ended, 'reason' | 'revokedReason'>;

export function endedText({ reason, revokedReason }: Out): { title: string; text: string } {
  switch (revokedReason) {
    case 'denied':
      return {
        title: 'This session was closed',
        text: 'Somebody answered “No, it was not me” on another device of this account.',
      };
    case 'user':
    case 'others':
      return {
        title: 'You were signed out',
        text: 'This session was closed from another device of this account.',
      };
    case 'token_reuse':
      return {
        title: 'You were signed out for your safety',
        text: 'A copy of this sign-in was used somewhere else. Sign in and change your password.',
      };
    case 'limit':
      return {
        title: 'You were signed out',
        text: 'There were too many devices, and this one had not been used for the longest time.',
      };
    case 'account':
      return {
        title: 'Please sign in again',
        text: 'Your account was changed, for example its password. Nothing on this device was deleted.',
      };
    case 'operator':
      return { title: 'You were signed out', text: 'Support has closed this session.' };
    case 'expired':
    case 'replaced':
    case 'sign_out':
    case null:
      return textOfReason(reason);
  }
}

function textOfReason(reason: Out['reason']): { title: string; text: string } {
  if (reason === 'session_expired') {
    return { title: 'You were signed out', text: 'This session was not used for a long time.' };
  }
  if (reason === 'recent_sign_in_required') {
    return { title: 'Please sign in again', text: 'The sign-in was too long ago.' };
  }
  return { title: 'You were signed out', text: 'This session was closed.' };
}
