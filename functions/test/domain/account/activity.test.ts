import assert from 'node:assert/strict';
import type { Account, OpenSession } from '../../../src/domain/account/account.ts';
import type { DeviceUpdate, UpdateRequest } from '../../../src/domain/account/activity.ts';
import { decideUpdate } from '../../../src/domain/account/activity.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import {
  account,
  ago,
  callerOf,
  endsOf,
  known,
  moment,
  now,
  ranOut,
  refusalOf,
  using,
  waiting,
  written,
} from '../accounts.ts';

const inUse = { lastActiveAt: ago({ seconds: 299 }) };
const inOrder = { disabled: false, createdAt: ago({ days: 100 }), tokensValidAfter: null };

function update(
  devices: Account['devices'],
  changes: DeviceUpdate,
  request: Partial<UpdateRequest> = {},
  limits: Partial<SessionPolicy> = {},
) {
  return decideUpdate(
    known(account({ devices })),
    {
      ...{ callId: 'call', caller: callerOf('me'), update: changes },
      ...{ firebaseAccount: undefined, askedAt: now },
      ...request,
    },
    moment(limits),
  );
}

const me = (fields: Partial<OpenSession> = {}) => using({ sessionId: 'me', ...inUse, ...fields });
const young = (fields: Partial<OpenSession> = {}) =>
  waiting({ sessionId: 'me', ...inUse, ...fields });

describe('an update', () => {
  it('writes nothing where nothing differs and the last activity is recent', () => {
    const same = { appVersion: '1.0', pushToken: { kind: 'token', value: 'push-me' } as const };
    assert.equal(update({ me: me() }, same).write, null);
  });

  it('writes what differs; null clears, absent stays', () => {
    const after = written(
      update({ me: me() }, { appVersion: null, locale: 'de', deviceName: 'New' }),
    );
    const { session, locale } = after.devices.me!;
    assert.deepEqual(
      [session?.appVersion, session?.platform, session?.deviceName, locale],
      [null, 'Android 15', 'New', 'de'],
    );
  });

  it('takes neither name nor platform from an unconfirmed session, and all else', () => {
    const { session } = written(
      update({ me: young() }, { deviceName: 'Yours', platform: 'iOS', appVersion: '2' }),
    ).devices.me!;
    assert.deepEqual(
      [session?.deviceName, session?.platform, session?.appVersion],
      ['Phone me', 'Android 15', '2'],
    );
  });

  it('that changes something is rate_limited within a second of the last, and no other', () => {
    const changedAt = ago({ seconds: 0.5 });
    assert.equal(
      refusalOf(() => update({ me: me({ changedAt }) }, { locale: 'de' })),
      'rate_limited',
    );
    assert.equal(
      refusalOf(() => update({ me: me({ changedAt }) }, { locale: 'en' })),
      'none',
    );
  });

  it('counts as activity once per interval, and slides the end', () => {
    const lastActiveAt = ago({ seconds: 300 });
    const { session } = written(update({ me: me({ lastActiveAt }) }, {})).devices.me!;
    assert.deepEqual([session?.lastActiveAt, session?.expiresAt], [now, ago({ days: -30 })]);
  });

  it('tells a confirmed session of what waits for an answer, also where that ran out meanwhile', () => {
    const [galaxy, web] = [waiting({ sessionId: 'galaxy' }), ranOut({ sessionId: 'web' })];
    const devices = { me: me(), galaxy, web };
    const { result } = update(devices, {});
    assert.ok(result.kind === 'updated');
    assert.deepEqual(
      result.unconfirmed?.map(({ sessionId }) => sessionId),
      ['galaxy', 'web'],
    );
    const own = update({ ...devices, me: young() }, {}).result;
    assert.ok(own.kind === 'updated');
    assert.equal(own.unconfirmed, null);
  });

  it('waits for the hourly look, which may end the session', () => {
    assert.equal(update({ me: me() }, {}, { firebaseAccount: 'later' }).result.kind, 'lookDue');
    const ended = update({ me: me() }, { locale: 'de' }, { firebaseAccount: null });
    assert.deepEqual([ended.result.kind, endsOf(ended)], ['ended', { me: 'account' }]);
    assert.deepEqual(
      written(update({ me: me() }, {}, { firebaseAccount: inOrder })).checkedAt,
      now,
    );
  });

  it('is refused to what has ended', () => {
    assert.equal(
      refusalOf(() => update({ me: me({ expiresAt: now }) }, {})),
      'session_expired',
    );
  });
});

describe('a push token that an update brings', () => {
  const pushToken = { kind: 'token' as const, value: 'new' };
  const holder = using(
    { sessionId: 'h' },
    { pushToken: { ...pushToken, setAt: ago({ days: 1 }) } },
  );

  it('counts its device as in reach again, and is taken from the other accounts of its installation', () => {
    const dead = { ...me(), pushToken: null, pushTokenDiedAt: ago({ days: 1 }) };
    const change = update({ me: dead }, { pushToken });
    const after = written(change);
    assert.deepEqual(after.devices.me?.pushToken, { ...pushToken, setAt: now });
    assert.equal(after.devices.me.pushTokenDiedAt, null);
    const [entry] = after.outbox;
    assert.ok(change.result.kind === 'updated' && entry?.kind === 'take_token');
    assert.deepEqual([entry.installation, change.result.pushIds], ['on-me', [entry.pushId]]);
    const shared = update({ me: dead }, { pushToken }, {}, { sharedPushTokens: true });
    assert.deepEqual(written(shared).outbox, []);
  });

  it('none, says that nothing is there to send to, also where FCM had called one dead', () => {
    const dead = { ...me(), pushToken: null, pushTokenDiedAt: ago({ days: 1 }) };
    const { result } = update({ me: dead }, { pushToken: null });
    assert.equal(result.kind === 'updated' && result.pushes, 'none');
    assert.equal(update({ me: dead }, {}).write, null);
  });

  it('moves from the user’s other devices to a confirmed session only', () => {
    assert.equal(
      written(update({ me: me(), holder }, { pushToken })).devices.holder?.pushToken,
      null,
    );
    const after = written(update({ me: young(), holder }, { pushToken }));
    assert.equal(after.devices.holder?.pushToken?.value, 'new');
  });
});
