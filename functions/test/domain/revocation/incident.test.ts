import assert from 'node:assert/strict';
import type { Account } from '../../../src/domain/account/account.ts';
import { beginDraft } from '../../../src/domain/account/decision.ts';
import { oweLogout } from '../../../src/domain/account/outbox.ts';
import type { Incident } from '../../../src/domain/revocation/incident.ts';
import {
  checkIncident,
  decideIncident,
  requireSignedInAfter,
} from '../../../src/domain/revocation/incident.ts';
import {
  account,
  ago,
  device,
  endsOf,
  known,
  moment,
  now,
  openSession,
  remainder,
  using,
  waiting,
  written,
} from '../accounts.ts';

const before = ago({ days: 1 });
const incident = (fields: Partial<Incident> = {}): Incident => ({
  signedInBefore: before,
  ...fields,
});
const old = { signedInAt: ago({ days: 2 }) };

function decide(
  devices: Account['devices'],
  fields: Partial<Incident> = {},
  more: Partial<Account> = {},
) {
  const input = { callId: 'call', incident: incident(fields) };
  return decideIncident(known(account({ devices, ...more })), input, moment());
}

describe('an incident', () => {
  it('ends what was signed in before its time, and nothing else', () => {
    const change = decide({
      a: using({ sessionId: 'a', ...old }),
      b: using({ sessionId: 'b', signedInAt: new Date(before.getTime() - 1000) }),
      c: using({ sessionId: 'c', signedInAt: before }),
      d: using({ sessionId: 'd' }),
    });
    assert.deepEqual(endsOf(change), { a: 'incident', b: 'incident' });
    assert.equal(change.result.revokedCount, 2);
  });

  it('closes no device, spends the sign-ins, tells the device and says that an admin did it', () => {
    const signIns = [{ second: now.getTime() / 1000 - 10, isSpent: false }];
    const change = decide({
      a: using({ sessionId: 'a', ...old }, { signIns }),
      b: waiting({ sessionId: 'b', ...old }, { signIns }),
    });
    const { devices, outbox } = written(change);
    assert.deepEqual(
      [devices.a, devices.b].map((one) => [one?.standing, one?.session, one?.pushToken]),
      [
        ['known', null, null],
        ['new', null, null],
      ],
    );
    for (const one of [devices.a, devices.b]) assert.equal(one?.signIns[0]?.isSpent, true);
    assert.deepEqual(
      outbox.map(({ kind, pushId }) => [kind, change.result.pushIds.includes(pushId)]),
      [
        ['force_logout', true],
        ['force_logout', true],
      ],
    );
    assert.ok(outbox.every(({ notBefore }) => notBefore !== null && notBefore > now));
    for (const event of change.write?.events ?? []) {
      assert.deepEqual(
        [event.type, event.initiatingEntity, event.revokedReason],
        ['session-revoked', 'admin', 'incident'],
      );
    }
  });

  for (const [what, fields, ended] of [
    ['of a device type', { deviceType: 'WEB' }, ['web']],
    ['of older apps', { appVersionBelow: '2.3.0' }, ['android', 'web']],
    ['of both', { deviceType: 'ANDROID', appVersionBelow: '2.3.0' }, ['android']],
  ] as const) {
    it(`ends those ${what}`, () => {
      const { result, ...change } = decide(
        {
          web: using({ sessionId: 'web', ...old, deviceType: 'WEB', appVersion: '1.9' }),
          android: using({ sessionId: 'android', ...old, appVersion: '2.2.9' }),
          new: using({ sessionId: 'new', ...old, deviceType: 'IOS', appVersion: '2.3.0' }),
        },
        fields,
      );
      assert.deepEqual(Object.keys(endsOf({ result, ...change })).sort(), ended);
    });
  }

  it('leaves and counts what says no version that can be compared, if all else fits', () => {
    const devices = {
      a: using({ sessionId: 'a', ...old, appVersion: null }),
      b: using({ sessionId: 'b', ...old, appVersion: 'nightly' }),
      c: using({ sessionId: 'c', appVersion: null }),
      d: using({ sessionId: 'd', ...old, appVersion: '1' }),
    };
    const { result, ...change } = decide(devices, { appVersionBelow: '2' });
    assert.deepEqual(endsOf({ result, ...change }), { d: 'incident' });
    assert.equal(result.withoutVersion, 2);
    assert.equal(decide(devices).result.withoutVersion, 0);
  });

  it('is of a tenant, of the project itself, or of everybody', () => {
    const ends = (ofAccount: string | null, asked: string | null | undefined) =>
      decide({ a: using(old) }, { tenantId: asked }, { tenantId: ofAccount }).result.revokedCount;
    const found = [null, 'team', 'other'].map((of) => [
      ends(of, undefined),
      ends(of, null),
      ends(of, 'team'),
    ]);
    assert.deepEqual(found, [
      [1, 1, 0],
      [1, 0, 1],
      [1, 0, 0],
    ]);
  });

  it('writes nothing where nothing is meant, whatever time has done', () => {
    const gone = using({ sessionId: 'gone', ...old, expiresAt: ago({ seconds: 1 }) });
    const all: Account['devices'][] = [{}, { a: using({}) }, { none: device() }, { gone }];
    for (const devices of all) {
      assert.equal(decide(devices).write, null);
    }
    for (const stored of [null, remainder()]) {
      const input = { callId: 'call', incident: incident() };
      assert.equal(decideIncident(known(stored), input, moment()).write, null);
    }
  });

  it('ends nothing the second time, and tells what an earlier run could not', () => {
    const first = decide({ a: using({ sessionId: 'a', ...old }) });
    const state = known(written(first));
    const later = moment({}, ago({ seconds: -1 }));
    const second = decideIncident(state, { callId: 'two', incident: incident() }, later);
    assert.deepEqual(
      [second.result.revokedCount, second.result.pushIds],
      [0, first.result.pushIds],
    );
    assert.deepEqual(second.write?.events, []);
    const told = { ...written(first), outbox: [] };
    const third = decideIncident(known(told), { callId: '3', incident: incident() }, moment());
    assert.deepEqual([third.result.pushIds, third.write], [[], null]);
  });

  it('answers what the same call has done when its answer was lost', () => {
    const first = decide({ a: using({ sessionId: 'a', ...old }) });
    const input = { callId: 'call', incident: incident() };
    const again = decideIncident(known(written(first)), input, moment());
    assert.deepEqual([again.result, again.write], [first.result, null]);
  });

  it('takes other logouts that are owed along', () => {
    const draft = beginDraft(account({ devices: { a: using({}) } }), moment());
    oweLogout(draft, 'a', openSession(), { kind: 'token', value: 'push' }, {});
    const { outbox } = draft.account;
    assert.deepEqual(decide({ a: using({}) }, {}, { outbox }).result, {
      revokedCount: 0,
      withoutVersion: 0,
      pushIds: outbox.map(({ pushId }) => pushId),
    });
  });
});

describe('an incident that nobody can have meant', () => {
  for (const [fields, sentence] of [
    [{ signedInBefore: ago({ seconds: -1 }) }, /is in the future: it is 2026-03-01T12:00:00/],
    [{ signedInBefore: new Date('rubbish') }, /must be a time\.$/],
    [{ signedInBefore: undefined as never }, /must be a time\.$/],
    [{ deviceType: 'PC' as never }, /^PC is no device type: there are IOS, ANDROID, WEB\.$/],
    [{ appVersionBelow: 'latest' }, /^latest is no version to compare with/],
    [{ tenantId: '' }, /tenant has a name/],
  ] as const) {
    it(`is refused with a sentence: ${JSON.stringify(fields)}`, () => {
      const check = () => checkIncident(incident(fields), now);
      assert.throws(check, { name: 'TypeError', message: sentence });
    });
  }

  it('is none that has happened', () => {
    checkIncident(incident({ signedInBefore: now, deviceType: 'WEB', appVersionBelow: '2' }), now);
  });
});

describe('an incident by time alone', () => {
  for (const [what, fields, signedInAfter, isTaken] of [
    ['wants SIGNED_IN_AFTER', {}, null, false],
    ['wants it no earlier than its own time', {}, new Date(before.getTime() - 1), false],
    ['takes the same time', {}, before, true],
    ['takes the next second', { signedInBefore: new Date(before.getTime() - 1) }, before, true],
    ['wants it for a tenant too', { tenantId: 'team' }, null, false],
    ['is another one than that of a device type', { deviceType: 'WEB' }, null, true],
    ['is another one than that of older apps', { appVersionBelow: '2' }, null, true],
  ] as const) {
    it(what, () => {
      const check = () => requireSignedInAfter(incident(fields), { signedInAfter });
      if (isTaken) check();
      else assert.throws(check, /^TypeError: SIGNED_IN_AFTER must be 2026-02-28T12:00:00Z or/);
    });
  }
});
