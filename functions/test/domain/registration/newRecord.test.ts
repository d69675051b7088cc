import assert from 'node:assert/strict';
import type { Newcomer } from '../../../src/domain/registration/newcomer.ts';
import { newRecord } from '../../../src/domain/registration/newRecord.ts';
import { customSignInKeys, signInKey } from '../../../src/domain/registration/signInKeys.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import { ago, moment, now, record, refusalOf, registration, signIn } from '../records.ts';

const nobody = { alerts: [], byAccount: [], accountChanged: false };

function open(
  fields: Partial<Newcomer> = {},
  given: Parameters<typeof registration>[0] = {},
  limits: Partial<SessionPolicy> = {},
) {
  const newcomer: Newcomer = {
    installation: 'here',
    replaced: [],
    continued: null,
    confirmed: false,
    newDevice: true,
    alerted: true,
    isOldAccountsFirst: false,
    ...fields,
  };
  return newRecord(newcomer, registration(given), nobody, moment(limits));
}

describe('the record of a newcomer', () => {
  it('lives idle days, no longer than MAX_DAYS after the session that it replaces was opened', () => {
    assert.deepEqual(open().session.expiresAt, ago({ days: -30 }));
    const old = record('s', { session: { createdAt: ago({ days: 360 }) } });
    const { session, secrets } = open({ replaced: [old] });
    assert.deepEqual(
      [session.createdAt, session.expiresAt, secrets.expiresAt],
      [ago({ days: 360 }), ago({ days: -5 }), ago({ days: -35 })],
    );
  });

  it('keeps the address for IP_RETENTION_DAYS, by the day', () => {
    const eraseOn = (ip: string | null, limits = {}) => open({}, { ip }, limits).secrets.eraseOn;
    assert.equal(eraseOn('77.88.55.242'), '2026-03-31');
    assert.equal(eraseOn('77.88.55.242', { ipRetentionDays: 0 }), '2026-03-01');
    assert.equal(eraseOn(null), null);
  });

  it('remembers its sign-in and those of the session that it replaces, as far as they are young', () => {
    const young = signInKey(ago({ seconds: 500 }));
    const signIns = [young, signInKey(ago({ seconds: 700 })), 'custom:1'];
    const replaced = [record('s', { secrets: { signIns } })];
    const own = signInKey(signIn().signedInAt);
    assert.deepEqual(open({ replaced }).secrets.signIns, [own, young, ...customSignInKeys(now)]);
  });

  it('remembers those from before the roll-out while people sign in with such, and no others', () => {
    const old = signInKey(ago({ days: 90 }));
    const since = signInKey(ago({ hours: 1 }));
    const replaced = [record('s', { secrets: { signIns: [old, since, 'custom:1'] } })];
    const kept = (days: number) => {
      const { signIns } = open({ replaced }, {}, { rollOutAt: ago({ days }) }).secrets;
      return [old, since, 'custom:1'].filter((key) => signIns.includes(key));
    };
    assert.deepEqual([kept(1), kept(30)], [[old], []]);
  });

  it('takes no more than a hundred sign-ins on one device', () => {
    const signIns = (count: number) =>
      Array.from({ length: count }, (_, at) => signInKey(ago({ seconds: 11 + at })));
    const piled = (count: number) =>
      refusalOf(() => open({ replaced: [record('s', { secrets: { signIns: signIns(count) } })] }));
    assert.deepEqual([piled(99), piled(100)], ['none', 'rate_limited']);
  });

  it('has what follows a login done within the time in which it can be answered', () => {
    const until = (fields: Partial<Newcomer>) => open(fields).secrets.owed[0]?.until;
    assert.deepEqual(until({}), ago({ days: -7 }));
    assert.deepEqual(until({ newDevice: false, confirmed: true }), ago({ days: -7 }));
  });
});
