// English, too: what is loaded when it is wanted.
import type { LaterTexts } from './texts.ts';

export const laterTexts: LaterTexts = {
  needsBody: 'This device signed in recently, so it may not do that yet.',
  refusedAnswer:
    'Your answer was not accepted: this device signed in recently. The other session is still open.',
  byProvider: 'Sign in another way',
  byFactor: 'Use your second factor',
  byTime: 'Otherwise wait until {time}.',
  proofFailed: 'That did not confirm it. Try again, and allow the window.',
  waitTitle: 'Waiting for your other device',
  waitOn: 'This screen goes away by itself when the answer comes.',
  waitAlone: 'This device signed in recently. Wait until {time}.',
  signOut: 'Sign out',
  endsSoon: 'You will be signed out at {time} if you do not go on.',
  endsForGood: 'You will be signed out at {time}. Sign in again then.',
  unreached: 'Alerts of new sign-ins do not reach this device.',
};
