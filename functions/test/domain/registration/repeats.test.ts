import assert from 'node:assert/strict';
import type { OpenSession } from '../../../src/domain/account/account.ts';
import { decideRegistration } from '../../../src/domain/registration/registration.ts';
import { ago, known, moment, now, refusalOf, registration, signIn, using } from '../accounts.ts';
import type { Fields } from './opening.ts';
import { open } from './opening.ts';

describe('an attempt', () => {
  const first = (fields: Partial<OpenSession> = {}) => {
    const refresh = { currentNonce: 'first', previousNonce: null, rotatedAt: now };
    return { s: using({ sessionId: 's', attemptHash: 'attempt', refresh, ...fields }) };
  };
  const again: Fields = { presented: { attemptHash: 'attempt' } };
  const old: Fields = { ...again, signIn: signIn({ signedInAt: ago({ days: 1 }) }) };

  it('gets the session that it opened, also with a sign-in that has grown old, and signs for another hour', () => {
    const { session, after, change } = open(first(), old);
    assert.equal(session.sessionId, 's');
    assert.deepEqual(after.firebaseAccount.customTokenUntil, ago({ seconds: -70 * 60 }));
    assert.deepEqual(change.write?.events, []);
  });

  it('does not get it once its refresh token was used, nor one that has ended', () => {
    const refresh = { currentNonce: 'second', previousNonce: 'first', rotatedAt: now };
    for (const devices of [first({ refresh }), first({ expiresAt: now })]) {
      assert.equal(open(devices, again).session.sessionId, 'newcomer');
    }
  });

  it('counts among the sixty of its device', () => {
    const second = Math.floor(now.getTime() / 1000);
    const registrations = Array.from({ length: 60 }, () => ({ second, isSpent: false }));
    const devices = { s: { ...first().s, registrations } };
    assert.equal(
      refusalOf(() => open(devices, again)),
      'rate_limited',
    );
    const once = { second, isSpent: false };
    assert.deepEqual(open(first(), again).after.devices.s?.registrations, [once]);
  });
});

describe('a run that finds its own call done', () => {
  it('answers what that has opened, and writes nothing', () => {
    const { after, session } = open({ s: using({ sessionId: 's' }) });
    const { result, write } = decideRegistration(known(after), registration(), moment());
    assert.deepEqual([result.session.sessionId, write], [session.sessionId, null]);
  });

  it('is unavailable where that is over already', () => {
    const { after, key } = open({ s: using({ sessionId: 's' }) });
    after.devices[key]!.session = null;
    assert.equal(
      refusalOf(() => decideRegistration(known(after), registration(), moment())),
      'unavailable',
    );
  });
});
