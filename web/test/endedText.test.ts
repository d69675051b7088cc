import { equal, match, notEqual } from 'node:assert/strict';
import { endedText, signInText } from '../src/page/endedText.ts';

describe('what the page says of a sign-in that failed', () => {
  for (const code of ['auth/invalid-credential', 'auth/wrong-password', 'auth/user-not-found']) {
    it(`blames address and password for ${code}`, () => match(signInText({ code }), /password/));
  }
  for (const error of [
    ...[{ code: 'auth/network-request-failed' }, { code: 'auth/too-many-requests' }],
    ...[{ code: 'auth/user-disabled' }, { code: 'auth/multi-factor-auth-required' }],
    ...[{ code: 'auth/internal-error' }, new Error('x'), null],
  ]) {
    it(`does not blame them for ${JSON.stringify(error)}`, () => {
      equal(signInText(error).includes('Check the address and the password'), false);
    });
  }
});

describe('what the page says of an end', () => {
  it('says that a replaced session was signed in elsewhere, deletes nothing, and what to do', () => {
    const { text } = endedText({ reason: 'session_revoked', revokedReason: 'replaced' });
    match(text, /signed in again elsewhere.*Nothing.*deleted.*change your password/);
  });

  it('has another sentence where only a new sign-in helps', () => {
    const said = endedText({ reason: 'sign_in_required', revokedReason: null });
    notEqual(said.text, endedText({ reason: 'session_revoked', revokedReason: null }).text);
  });
});
