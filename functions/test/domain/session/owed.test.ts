import assert from 'node:assert/strict';
import {
  inHandUntil,
  logoutUntil,
  owe,
  owedLeaseSeconds,
  owedOf,
  pushLifetimeSeconds,
} from '../../../src/domain/session/owed.ts';
import { secondMs } from '../../../src/domain/session/policy.ts';
import { ago, moment, now } from '../records.ts';

describe('what is owed', () => {
  it('begins with an id of its own and no try', () => {
    const at = moment();
    const until = ago({ days: -1 });
    assert.deepEqual(
      [owe('login_alert', 'phone', until, at), owe('login', null, until, at)],
      [
        { pushId: 'id-1', kind: 'login_alert', receiver: 'phone', attempts: 0, until },
        { pushId: 'id-2', kind: 'login', receiver: null, attempts: 0, until },
      ],
    );
  });

  it('is found by the sweep as long as any of it is left', () => {
    const one = owe('force_logout', null, now, moment());
    assert.deepEqual(owedOf([one]), { owed: [one], isOwed: true });
    assert.deepEqual(owedOf([]), { owed: [], isOwed: false });
  });

  it('is in hand for a minute', () => {
    assert.equal(owedLeaseSeconds, 60);
    assert.deepEqual(inHandUntil(now), ago({ seconds: -60 }));
  });
});

describe('a logout is of use', () => {
  const cases: [what: string, retentionDays: number, until: Date][] = [
    ['for as long as FCM keeps a message', 90, new Date(+now + pushLifetimeSeconds * secondMs)],
    ['no longer than its session is remembered', 10, ago({ days: -10 })],
  ];
  for (const [what, retentionDays, until] of cases) {
    it(what, () => assert.deepEqual(logoutUntil(moment({ retentionDays })), until));
  }

  it('for four weeks at most', () => {
    assert.equal(pushLifetimeSeconds, 28 * 24 * 3600);
  });
});
