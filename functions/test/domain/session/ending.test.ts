import assert from 'node:assert/strict';
import { ending, endings, liveOf } from '../../../src/domain/session/ending.ts';
import { owe } from '../../../src/domain/session/owed.ts';
import type { SessionRecord } from '../../../src/domain/session/session.ts';
import { revokedReasons } from '../../../src/domain/session/session.ts';
import { ago, expired, moment, now, record, unconfirmed } from '../records.ts';

const kindsOf = (one: ReturnType<typeof ending>) => one.secrets?.owed?.map(({ kind }) => kind);

describe('the end of a session', () => {
  it('is written with its time, and remembered for RETENTION_DAYS', () => {
    const change = ending(record('s'), 'user', moment());
    const expiresAt = ago({ days: -30 });
    assert.deepEqual(change.session, {
      revoked: true,
      revokedAt: now,
      revokedReason: 'user',
      expiresAt,
    });
    assert.deepEqual(
      [change.secrets?.state, change.secrets?.endedAt, change.secrets?.expiresAt],
      ['ended', now, expiresAt],
    );
    assert.equal(change.secrets?.refresh, null);
  });

  it('is that of its own time where it ran out', () => {
    const one = record('s', { session: { expiresAt: ago({ days: 2 }) } });
    const { session, secrets } = ending(one, 'expired', moment());
    assert.deepEqual([session?.revokedAt, secrets?.endedAt], [ago({ days: 2 }), ago({ days: 2 })]);
    assert.deepEqual(session?.expiresAt, ago({ days: -28 }));
  });

  const silent = new Set(['sign_out', 'replaced', 'expired']);
  for (const reason of revokedReasons) {
    const isTold = !silent.has(reason);
    it(`by ${reason} is ${isTold ? '' : 'not '}told to its device`, () => {
      const { secrets } = ending(record('s'), reason, moment());
      assert.deepEqual(
        secrets?.owed?.map(({ kind, receiver }) => ({ kind, receiver })),
        isTold ? [{ kind: 'force_logout', receiver: 's' }] : [],
      );
      assert.equal(secrets?.isOwed, isTold);
      const keepsToken = isTold || reason === 'account';
      assert.equal(secrets?.pushToken?.value ?? null, keepsToken ? 'push-s' : null);
    });
  }

  it('is told to nobody where there is no push token', () => {
    const one = record('s', { secrets: { pushToken: null } });
    assert.deepEqual(kindsOf(ending(one, 'user', moment())), []);
  });

  it('is told for four weeks, and no longer than the end is remembered', () => {
    const until = (retentionDays: number) =>
      ending(record('s'), 'user', moment({ retentionDays })).secrets?.owed?.[0]?.until;
    assert.deepEqual([until(60), until(7)], [ago({ days: -28 }), ago({ days: -7 })]);
  });

  it('counts a first try for who has it in hand, for a minute', () => {
    const { secrets } = ending(record('s'), 'user', moment(), { inHand: true });
    assert.deepEqual(
      [secrets?.owed?.[0]?.attempts, secrets?.owedNotBefore],
      [1, ago({ seconds: -60 })],
    );
    const other = ending(record('s'), 'user', moment());
    assert.deepEqual(
      [other.secrets?.owed?.[0]?.attempts, other.secrets?.owedNotBefore],
      [0, undefined],
    );
  });

  const alerts = [
    owe('login', null, ago({ days: -1 }), moment()),
    owe('login_alert', 'other', ago({ days: -1 }), moment()),
  ];
  for (const reason of revokedReasons) {
    const isSilenced = ['user', 'others', 'denied', 'replaced'].includes(reason);
    it(`by ${reason} ${isSilenced ? 'silences' : 'leaves'} the alert about its login`, () => {
      const one = unconfirmed('s', { secrets: { owed: alerts, isOwed: true, pushToken: null } });
      const kinds = kindsOf(ending(one, reason, moment()));
      assert.deepEqual(kinds, isSilenced ? [] : ['login', 'login_alert']);
      assert.deepEqual(kindsOf(ending(one, reason, moment(), { silent: true })), []);
    });
  }

  it('by an account’s change leaves only a confirmed session the right to say no', () => {
    const stateOf = (one: SessionRecord) => ending(one, 'account', moment()).secrets?.state;
    assert.deepEqual([stateOf(record('s')), stateOf(unconfirmed('s'))], ['account', 'ended']);
  });

  it('forgets the device where that is asked for, whatever the reason', () => {
    const { secrets } = ending(record('s'), 'sign_out', moment(), { forget: true });
    assert.equal(secrets?.device, 'forgotten');
  });

  it('comes with an event each that names who did it', () => {
    const { changes, events } = endings([record('a'), record('b')], 'others', moment(), {
      actorSessionId: 'me',
    });
    assert.deepEqual(
      changes.map(({ sessionId }) => sessionId),
      ['a', 'b'],
    );
    assert.deepEqual(
      events?.map(({ type, sessionId, actorSessionId, revokedReason, initiatingEntity }) => ({
        ...{ type, sessionId, actorSessionId, revokedReason, initiatingEntity },
      })),
      ['a', 'b'].map((sessionId) => ({
        type: 'session-revoked',
        sessionId,
        actorSessionId: 'me',
        revokedReason: 'others',
        initiatingEntity: 'user',
      })),
    );
  });
});

describe('liveOf', () => {
  it('leaves out what was ended and what ran out', () => {
    const records = [record('a'), record('b', { session: { revoked: true } }), expired('c')];
    assert.deepEqual(
      liveOf(records, now).map(({ session }) => session.sessionId),
      ['a'],
    );
  });
});
