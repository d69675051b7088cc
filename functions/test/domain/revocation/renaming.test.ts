import assert from 'node:assert/strict';
import { decideRename } from '../../../src/domain/revocation/renaming.ts';
import type { SessionRecord } from '../../../src/domain/session/session.ts';
import { callerOf, ended, expired, moment, record, refusalOf, unconfirmed } from '../records.ts';

const me = record('me');
const rename = (records: SessionRecord[], sessionId: string, deviceName = 'Work laptop') =>
  decideRename(records, { caller: callerOf(me), sessionId, deviceName }, moment());

describe('decideRename', () => {
  for (const sessionId of ['me', 'other', 'new']) {
    it(`names ${sessionId}, a live session of the user`, () => {
      const { changes, result } = rename([me, record('other'), unconfirmed('new')], sessionId);
      assert.deepEqual(changes, [{ sessionId, session: { deviceName: 'Work laptop' } }]);
      assert.equal(result.deviceName, 'Work laptop');
    });
  }

  it('writes nothing where that is its name', () => {
    assert.deepEqual(rename([me], 'me', 'Phone me').changes, []);
  });

  const refusals: [what: string, records: SessionRecord[], sessionId: string, reason: string][] = [
    ['an unconfirmed caller, even for itself', [unconfirmed('me')], 'me', 'session_unconfirmed'],
    ['a caller that was closed', [ended('me', 'user')], 'me', 'session_revoked'],
    ['what does not exist', [me], 'other', 'session_not_found'],
    ['what was closed', [me, ended('other', 'user')], 'other', 'session_not_found'],
    ['what ran out', [me, expired('other')], 'other', 'session_not_found'],
    [
      'another user’s',
      [me, record('other', { session: { userId: 'bob' } })],
      'other',
      'session_not_found',
    ],
    [
      'another tenant’s',
      [me, record('other', { session: { tenantId: 'tenant' } })],
      'other',
      'session_not_found',
    ],
  ];
  for (const [what, records, sessionId, reason] of refusals) {
    it(`refuses ${what}`, () => {
      assert.equal(
        refusalOf(() => rename(records, sessionId)),
        reason,
      );
    });
  }
});
