// What follows from each reason for which a session ends: the table of docs/architecture.md.
import assert from 'node:assert/strict';
import { beginDraft } from '../../../src/domain/account/decision.ts';
import { endSession } from '../../../src/domain/account/ending.ts';
import type { RevokedReason } from '../../../src/domain/session/reasons.ts';
import { revokedReasons } from '../../../src/domain/session/reasons.ts';
import { account, ago, alertEntry, alice, moment, now, using } from '../accounts.ts';

/** What becomes of a confirmed session, its device and the alert about its login. */
function endBy(reason: RevokedReason) {
  const mark = { second: 1, isSpent: false };
  const thief = using({ sessionId: 'thief' }, { signIns: [mark], registrations: [mark] });
  const newDevices = [{ device: 'thief', at: now, isCounted: true }];
  const owed = [alertEntry({ about: ['thief'] })];
  const stored = account({ devices: { thief }, outbox: owed, newDevices });
  const draft = beginDraft(stored, moment());
  const view = endSession(draft, 'thief', reason, { actorSessionId: 'phone' });
  const { devices, outbox } = draft.account;
  const { standing, session, pushToken, signIns, registrations } = devices.thief!;
  assert.deepEqual([view.revoked, view.revokedReason, session], [true, reason, null]);
  const spent = [...signIns, ...registrations].map(({ isSpent }) => isSpent);
  return { draft, row: { standing, pushToken, spent, kinds: outbox.map(({ kind }) => kind) } };
}

const rows: Record<
  RevokedReason,
  [isTold: boolean, isClosed: boolean, isByOwner: boolean, by: string]
> = {
  user: [true, true, true, 'user'],
  others: [true, true, true, 'user'],
  denied: [true, true, true, 'user'],
  operator: [true, true, false, 'admin'],
  incident: [true, false, false, 'admin'],
  token_reuse: [true, true, false, 'policy'],
  limit: [true, false, false, 'policy'],
  account: [true, false, false, 'policy'],
  sign_out: [false, false, false, 'user'],
  expired: [false, false, false, 'policy'],
  replaced: [false, false, false, ''],
};

describe('a session that ends', () => {
  for (const reason of revokedReasons) {
    const [isTold, isClosed, isByOwner, initiatingEntity] = rows[reason];
    const isReplaced = reason === 'replaced';
    it(`by ${reason} has its device told, closed, and its sign-ins spent, as the table says`, () => {
      const { draft, row } = endBy(reason);
      const { pushToken, ...rest } = row;
      assert.deepEqual(rest, {
        standing: isClosed ? 'closed' : 'known',
        spent: [!isReplaced, !isReplaced],
        kinds: [...(isByOwner ? [] : ['login_alert']), ...(isTold ? ['force_logout'] : [])],
      });
      assert.equal(pushToken?.value, isReplaced ? 'push-thief' : undefined);
      assert.equal(draft.account.newDevices[0]?.isCounted, !isByOwner);
      const [event, ...more] = draft.events.map(({ eventId: _, deleteAt, ...told }) => {
        assert.deepEqual(deleteAt, ago({ days: -180 }));
        return told;
      });
      assert.deepEqual(more, []);
      const told = {
        ...{ type: 'session-revoked', initiatingEntity, ...alice, sessionId: 'thief' },
        ...{ deviceName: 'Phone thief', actorSessionId: 'phone', revokedReason: reason },
        occurredAt: now,
      };
      assert.deepEqual(event, isReplaced ? undefined : told);
    });
  }
});
