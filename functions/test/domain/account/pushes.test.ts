import assert from 'node:assert/strict';
import {
  changedPushes,
  isSameToken,
  pushesOf,
  reachedApp,
} from '../../../src/domain/account/pushToken.ts';
import { account, ago, device, now, remainder, using } from '../accounts.ts';

const token = { kind: 'token', value: 't', setAt: now } as const;
const fid = { kind: 'fid', value: 'f', setAt: now } as const;
const [reached, byId, unnamed, dead] = [
  { pushToken: token },
  { pushToken: fid },
  { pushToken: null },
  { pushToken: null, pushTokenDiedAt: ago({ days: 1 }) },
];

describe('whether pushes reach a device', () => {
  it('is told by what is kept of it', () => {
    const states = [reached, byId, unnamed, dead].map((fields) => pushesOf(using({}, fields)));
    assert.deepEqual(states, ['ok', 'ok', 'none', 'dead']);
  });

  const ok = { deviceType: 'ANDROID', pushes: 'ok', kind: 'token' };
  const okById = { ...ok, kind: 'fid' };
  const none = { ...ok, pushes: 'none', kind: null };
  const gone = { ...ok, pushes: 'dead', kind: null };
  const closed = device();
  const changes: [what: string, before: object | null, after: object, told: object[]][] = [
    ['a new device that is reached', null, using({}, reached), [ok]],
    ['a new device that names nothing', null, using({}, unnamed), [none]],
    ['a session where there was none', closed, using({}, byId), [okById]],
    ['a token that has died', using({}, reached), using({}, dead), [gone]],
    ['a token after none', using({}, unnamed), using({}, reached), [ok]],
    ['an installation id in place of a token', using({}, reached), using({}, byId), [okById]],
    ['another token', using({}, reached), using({}, { pushToken: { ...token, value: 'u' } }), []],
    ['nothing', using({}, dead), using({}, dead), []],
    ['the end of the session', using({}, reached), closed, []],
  ];
  for (const [what, before, after, told] of changes) {
    it(`is told of ${what}: ${told.length === 0 ? 'nothing' : JSON.stringify(told[0])}`, () => {
      const was = before && account({ devices: { d: before as never } });
      assert.deepEqual(changedPushes(was, account({ devices: { d: after as never } })), told);
    });
  }

  it('is told of no remainder', () => {
    assert.deepEqual(changedPushes(null, remainder()), []);
    assert.deepEqual(changedPushes(null, null), []);
  });
});

const id = 'cAbCdEfGhIjKlMnOpQrSt-';
const registrationToken = `${id}:APA91b_a-token`;

describe('the app that a push token reaches', () => {
  const apps: [what: string, kind: 'token' | 'fid', value: string, app: string][] = [
    ['is named by an installation id', 'fid', id, id],
    ['is named by that which a registration token begins with', 'token', registrationToken, id],
    [
      'is named by all of a token that begins with none',
      'token',
      `x${registrationToken}`,
      `x${registrationToken}`,
    ],
    ['is named by all of a token without a ":"', 'token', `${id}APA91b`, `${id}APA91b`],
  ];
  for (const [what, kind, value, app] of apps) {
    it(what, () => assert.equal(reachedApp({ kind, value }), app));
  }

  it('two that reach one app are not the same push token', () => {
    const [one, other] = [
      { kind: 'fid', value: id },
      { kind: 'token', value: registrationToken },
    ] as const;
    assert.ok(!isSameToken(one, other) && !isSameToken(one, { ...one, kind: 'token' }));
    assert.ok(!isSameToken(one, null) && !isSameToken(null, one));
    assert.ok(isSameToken(one, { ...one }) && isSameToken(null, null));
  });
});
