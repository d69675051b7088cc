// Why a person finds themselves signed out, in a sentence, and what to do.
import type { Ended } from '../../../clients/js/src/index.ts';

/** An end that is known, or a start that was refused for want of a new sign-in. */
export type Out = Pick<Ended, 'reason' | 'revokedReason'>;

export function endedText({ reason, revokedReason }: Out): { title: string; text: string } {
  switch (revokedReason) {
    case 'denied':
      return {
        title: 'This session was closed',
        text:
          'Somebody answered “No, it was not me” on another device of this account. ' +
          'If this device is yours, sign in again and answer “Yes, it was me” there.',
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
    case 'incident':
      return { title: 'Please sign in again', text: 'Support has closed this session and others.' };
    case 'replaced':
      return {
        title: 'Please sign in again',
        text:
          'This device was signed in again elsewhere. Nothing on it was deleted. ' +
          'If that was not you, change your password.',
      };
    case 'expired':
    case 'sign_out':
    case null:
      return textOfReason(reason);
  }
}

function textOfReason(reason: Out['reason']): { title: string; text: string } {
  if (reason === 'session_expired') {
    return { title: 'You were signed out', text: 'The time of this session has run out.' };
  }
  if (reason === 'recent_sign_in_required') {
    return { title: 'Please sign in again', text: 'The sign-in was too long ago.' };
  }
  if (reason === 'sign_in_required' || reason === 'token_invalid') {
    return { title: 'Please sign in again', text: 'Nothing on this device was deleted.' };
  }
  if (reason === 'account_revived') {
    return { title: 'This account was deleted', text: 'Ask support if you need it back.' };
  }
  return { title: 'You were signed out', text: 'This session was closed.' };
}

/** Why a sign-in failed, by what the SDK says: the password is not to blame for everything. */
export function signInText(error: unknown): string {
  switch ((error as { code?: unknown } | null)?.code) {
    case 'auth/network-request-failed':
    case 'auth/timeout':
      return 'The server could not be reached. Check your connection.';
    case 'auth/too-many-requests':
      return 'There were too many tries. Wait a little, then try again.';
    case 'auth/user-disabled':
      return 'This account is disabled. Ask support.';
    case 'auth/multi-factor-auth-required':
      return 'This account has a second factor, which this page does not ask for.';
    case 'auth/invalid-credential':
    case 'auth/invalid-email':
    case 'auth/user-not-found':
    case 'auth/wrong-password':
      return 'That did not work. Check the address and the password.';
    default:
      return 'That did not work, and not because of the password. Try again.';
  }
}
