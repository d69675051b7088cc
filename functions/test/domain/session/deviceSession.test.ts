import assert from 'node:assert/strict';
import { operator, toDeviceSession } from '../../../src/domain/session/deviceSession.ts';
import { endedView, openSession } from '../accounts.ts';

describe('when a session ends, as its owner may see it', () => {
  const session = openSession({ sessionId: 'one' });
  const end = session.expiresAt.toISOString();
  const viewer = (sessionId: string, confirmed: boolean) => ({ sessionId, confirmed });
  for (const [what, who, expected] of [
    ['is shown to itself, confirmed', viewer('one', true), end],
    ['is shown to itself, unconfirmed', viewer('one', false), end],
    ['is shown to another confirmed one', viewer('other', true), end],
    ['is shown to an operator', operator, end],
    ['is not shown to another unconfirmed one', viewer('other', false), null],
  ] as const) {
    it(what, () => assert.equal(toDeviceSession(session, who).expiresAt, expected));
  }

  it('is nothing of one that has ended', () => {
    const ended = endedView('one', 'device', 'user');
    assert.equal(toDeviceSession(ended, operator).expiresAt, null);
  });
});
