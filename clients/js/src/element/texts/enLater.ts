// English, too: what is loaded once a device has to show whose it is.
import type { ProofTexts } from './texts.ts';

export const proofTexts: ProofTexts = {
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
};
