import assert from 'node:assert/strict';
import { decideRegistration } from '../../../src/domain/registration/registration.ts';
import type { RegistrationFindings } from '../../../src/domain/registration/signIn.ts';
import { withChange } from '../../../src/domain/session/plan.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import type { SessionRecord } from '../../../src/domain/session/session.ts';
import {
  ago,
  ended,
  expired,
  findings,
  moment,
  now,
  record,
  refusalOf,
  registration,
  signIn,
  unconfirmed,
} from '../records.ts';

type Fields = Parameters<typeof registration>[0];

function decide(
  records: readonly SessionRecord[],
  fields: Fields = {},
  limits: Partial<SessionPolicy> = {},
  more: Partial<RegistrationFindings> = {},
) {
  const plan = decideRegistration(findings(records, more), registration(fields), moment(limits));
  const { create, changes } = plan;
  /** A record as the plan leaves it. */
  const after = (id: string) =>
    changes
      .filter(({ sessionId }) => sessionId === id)
      .reduce(
        withChange,
        records.find(({ session }) => session.sessionId === id)!,
      );
  const owed = (create?.secrets.owed ?? []).map(({ kind, receiver }) => `${kind}:${receiver}`);
  const ends = changes.flatMap(({ sessionId, session }) =>
    session?.revokedReason ? [`${sessionId}:${session.revokedReason}`] : [],
  );
  return { ...plan, opened: create!, after, owed, ends };
}

const on = (installation: string) => ({ shown: { installation } });
const continuing = ({ session: { sessionId } }: SessionRecord, nonce = 'current') => ({
  shown: { refreshToken: { sessionId, nonce } },
});
const account = (tokensValidAfter: Date | null) => ({
  account: { disabled: false, createdAt: ago({ days: 9 }), tokensValidAfter },
});

describe('who counts as the owner', () => {
  const keptOnAccount = ended('s', 'account', { secrets: { state: 'account' } });
  const cases: [what: string, records: SessionRecord[], fields: Fields, confirmed: boolean][] = [
    ['the first of a user of whom nothing is remembered', [], {}, true],
    ['nobody without a device token', [record('s')], {}, false],
    ['whoever is on a known device', [record('s')], on('on-s'), true],
    ['nobody on another installation', [record('s')], on('elsewhere'), false],
    ['nobody on a device that is not known yet', [unconfirmed('s')], on('on-s'), false],
    ['nobody first, where all others signed out', [ended('s', 'sign_out')], {}, false],
    ['nobody first, where the account ended all others', [keptOnAccount], {}, false],
    ['the device that the account’s change ended', [keptOnAccount], on('on-s'), true],
    ['the device that signed out', [ended('s', 'sign_out')], on('on-s'), true],
    [
      'nobody on a device that was closed',
      [ended('s', 'user', { secrets: { device: 'forgotten' } })],
      on('on-s'),
      false,
    ],
    [
      'the device whose session came of age, and ran out before anybody wrote that down',
      [unconfirmed('s', { session: { createdAt: ago({ days: 40 }), expiresAt: now } })],
      on('on-s'),
      true,
    ],
    [
      'nobody on a device that was closed after its session ran out',
      [expired('s', { secrets: { device: 'forgotten' } })],
      on('on-s'),
      false,
    ],
  ];
  for (const [what, records, fields, confirmed] of cases) {
    it(what, () => {
      const { opened } = decide(records, fields);
      assert.equal(opened.session.confirmed, confirmed);
      assert.equal(opened.secrets.device, confirmed ? 'known' : 'unknown');
      assert.equal(opened.secrets.newDevice, !confirmed);
    });
  }

  it('never by a device id that somebody knows', () => {
    const device = { deviceId: 'device-s' };
    const { opened, ends } = decide([record('s')], { device });
    assert.equal(opened.session.confirmed, false);
    assert.deepEqual(ends, []);
  });

  it('whoever signed in before the roll-out, once, and nobody is told', () => {
    const early = { signIn: signIn({ signedInAt: ago({ days: 90 }) }) };
    const limits = { rollOutAt: ago({ days: 1 }) };
    const { opened, owed } = decide([record('s')], early, limits);
    assert.equal(opened.session.confirmed, true);
    assert.deepEqual(owed, ['login:null']);
    const used = record('s', { secrets: { signIns: opened.secrets.signIns } });
    assert.equal(
      refusalOf(() => decide([used], early, limits)),
      'recent_sign_in_required',
    );
  });
});

describe('the installation of a newcomer', () => {
  it('is the one that it shows, a new one where it shows none or a closed one', () => {
    const closed = ended('s', 'user', { secrets: { device: 'forgotten' } });
    const installationOf = (records: SessionRecord[], fields: Fields) =>
      decide(records, fields).opened.secrets.installation;
    assert.equal(installationOf([], on('brought')), 'brought');
    assert.equal(installationOf([], {}), 'new-installation');
    assert.equal(installationOf([closed], on('on-s')), 'new-installation');
  });

  it('stays known on one record only, the newest', () => {
    const { after } = decide([ended('s', 'sign_out')], on('on-s'));
    assert.equal(after('s').secrets.device, 'unknown');
  });

  it('leaves other devices known', () => {
    const { after } = decide([record('s'), record('other')], on('on-s'));
    assert.equal(after('other').secrets.device, 'known');
  });
});

describe('a session that is replaced', () => {
  const waiting = unconfirmed('s', { session: { createdAt: ago({ days: 3 }) } });

  it('hands on its age and standing, and its shown name while that is unconfirmed', () => {
    const { opened, ends } = decide([waiting], on('on-s'));
    assert.deepEqual(ends, ['s:replaced']);
    const { createdAt, confirmed, deviceName, platform, appVersion } = opened.session;
    assert.deepEqual(
      [createdAt, confirmed, deviceName, platform, appVersion],
      [ago({ days: 3 }), false, 'Phone s', 'Android 15', '2.0'],
    );
    assert.equal(decide([record('s')], on('on-s')).opened.session.deviceName, 'Galaxy S24');
  });

  it('is told nothing where its refresh token was shown, and nobody is alerted', () => {
    const { owed, after } = decide([record('s'), record('phone')], continuing(record('s')));
    assert.deepEqual(owed, ['login:null']);
    assert.equal(after('s').secrets.isOwed, false);
  });

  it('is logged out, and everybody alerted, where only its device token was shown', () => {
    const { owed, after, opened } = decide([record('s'), record('phone')], on('on-s'));
    assert.equal(opened.session.confirmed, true);
    assert.deepEqual(owed, ['login:null', 'login_alert:phone']);
    assert.deepEqual(
      after('s').secrets.owed.map(({ kind }) => kind),
      ['force_logout'],
    );
  });

  it('is not logged out by the push token that its successor brings', () => {
    const device = { pushToken: { kind: 'token' as const, value: 'push-s' } };
    const { after } = decide([record('s')], { ...on('on-s'), device });
    assert.equal(after('s').secrets.isOwed, false);
  });

  it('goes on with its alerts where it is continued, and its week does not begin again', () => {
    const owed = [
      { pushId: 'p', kind: 'login_alert' as const, receiver: 'phone', attempts: 2, until: now },
    ];
    const alerting = unconfirmed('s', {
      session: { createdAt: ago({ days: 3 }) },
      secrets: { owed, isOwed: true, alertedAt: ago({ days: 3 }) },
    });
    const { opened } = decide([alerting, record('phone')], continuing(alerting));
    assert.deepEqual(
      opened.secrets.owed.filter(({ kind }) => kind === 'login_alert'),
      owed,
    );
    assert.deepEqual(opened.secrets.alertedAt, ago({ days: 3 }));
    assert.equal(opened.session.confirmed, false);
  });

  it('leaves alone another user’s on the same installation', () => {
    const bobs = record('s', { session: { userId: 'bob' } });
    const { changes } = decide([], on('on-s'), {}, { pushTokenHolders: [bobs.secrets] });
    assert.deepEqual(changes, [{ sessionId: 's', secrets: { pushToken: null } }]);
  });
});

describe('a refresh token that is shown', () => {
  const one = record('s', { secrets: { signedInAt: ago({ days: 3 }) } });
  const phone = record('phone');

  it('is possession of its session’s device, before the device token and with what the sign-in shows', () => {
    const carriedClaims = { role: 'user' };
    const fields = {
      ...continuing(one),
      signIn: signIn({ carriedClaims, provider: 'google.com' }),
    };
    const { opened, ends } = decide([one, phone], {
      ...fields,
      shown: { ...fields.shown, installation: 'on-phone' },
    });
    assert.deepEqual(ends, ['s:replaced']);
    const { secrets, session } = opened;
    assert.deepEqual(
      [secrets.installation, secrets.signedInAt, secrets.carriedClaims, session.signInProvider],
      ['on-s', ago({ seconds: 10 }), carriedClaims, 'google.com'],
    );
  });

  it('may be the previous one, whose answer may have been lost', () => {
    assert.deepEqual(decide([one], continuing(one, 'previous')).ends, ['s:replaced']);
  });

  for (const [what, nonce, limits] of [
    ['was used up', 'older', {}],
    ['is a previous one, where LOST_ANSWER is "end"', 'previous', { lostAnswer: 'end' }],
  ] as const) {
    it(`ends its session where it ${what}, is told of, and makes nobody known`, () => {
      const fields = continuing(one, nonce);
      const shown = { ...fields.shown, installation: 'on-s' };
      const { opened, owed, ends, after, events } = decide([one, phone], { shown }, limits);
      assert.deepEqual(ends, ['s:token_reuse']);
      assert.deepEqual(owed, ['login:null', 'login_alert:phone']);
      assert.deepEqual(
        after('s').secrets.owed.map(({ kind, receiver, attempts }) => [kind, receiver, attempts]),
        [
          ['force_logout', 's', 0],
          ['security_alert', 'phone', 0],
        ],
      );
      assert.equal(after('s').secrets.device, 'forgotten');
      assert.deepEqual(
        [opened.secrets.installation, opened.secrets.device, opened.session.confirmed],
        ['new-installation', 'unknown', false],
      );
      assert.ok(events?.some(({ type }) => type === 'credential-compromise'));
    });
  }

  it('leaves another device as known as it was, where it was used up', () => {
    const fields = continuing(one, 'older');
    const { opened, ends } = decide([one, phone], {
      shown: { ...fields.shown, installation: 'on-phone' },
    });
    assert.deepEqual(ends, ['phone:replaced', 's:token_reuse']);
    assert.deepEqual([opened.secrets.installation, opened.session.confirmed], ['on-phone', true]);
  });

  it('of an ended session, or of one that is not the user’s, counts as none', () => {
    for (const nonce of ['current', 'older']) {
      for (const found of [[ended('s', 'user'), phone], [phone]]) {
        const { ends, opened } = decide(found, continuing(one, nonce));
        assert.deepEqual([ends, opened.session.confirmed], [[], false]);
      }
    }
  });

  it('of a session that ran out counts as none: its device is named by its device token only', () => {
    for (const nonce of ['current', 'older']) {
      const { ends, opened } = decide([expired('s'), phone], continuing(one, nonce));
      assert.deepEqual(ends, ['s:expired']);
      const { installation } = opened.secrets;
      assert.deepEqual([installation, opened.session.confirmed], ['new-installation', false]);
    }
  });

  it('closes the device where it was used up, also at a roll-out, which confirms the newcomer', () => {
    const fields = {
      shown: { ...continuing(one, 'older').shown, installation: 'on-s' },
      signIn: signIn({ signedInAt: ago({ days: 2 }) }),
    };
    const { opened, after } = decide([one, phone], fields, { rollOutAt: ago({ days: 1 }) });
    assert.equal(opened.session.confirmed, true);
    assert.deepEqual(
      [opened.secrets.installation, after('s').secrets.device],
      ['new-installation', 'forgotten'],
    );
  });

  it('is judged by no registration that is refused', () => {
    const newDevices = Array.from({ length: 10 }, (_, at) => unconfirmed(`new-${at}`).secrets);
    const fields = continuing(one, 'older');
    const limits = { newDevicesPerHour: 10 };
    const soon = newDevices.map((secrets) => ({ ...secrets, registeredAt: ago({ seconds: 60 }) }));
    assert.equal(
      refusalOf(() => decide([one, phone], fields, limits, { newDevices: soon })),
      'rate_limited',
    );
  });
});

describe('an account that changed', () => {
  const older = { secrets: { signedInAt: ago({ days: 3 }) } };
  const changed = account(ago({ hours: 1 }));
  const owner = record('owner', older);

  for (const [what, answer] of [
    ['is gone', null],
    ['is disabled', { ...account(null).account, disabled: true }],
    ['changed after the sign-in', account(ago({ seconds: 1 })).account],
  ] as const) {
    it(`refuses a sign-in where it ${what}`, () => {
      assert.equal(
        refusalOf(() => decide([], { account: answer })),
        'recent_sign_in_required',
      );
    });
  }

  it('ends every other session that is older, and confirms nobody', () => {
    const { ends, opened, after } = decide([owner, record('young')], changed);
    assert.deepEqual(ends, ['owner:account']);
    assert.equal(opened.session.confirmed, false);
    assert.equal(after('owner').secrets.device, 'known');
    assert.equal(after('owner').secrets.state, 'account');
  });

  it('has those alerted that it ended, and the hook called', () => {
    const { owed, opened, after } = decide([owner], changed);
    assert.deepEqual(owed, ['login:null', 'login_alert:owner']);
    assert.deepEqual([opened.secrets.accountChanged, opened.secrets.hookDue], [true, true]);
    assert.equal(after('owner').secrets.pushToken?.value, 'push-owner');
  });

  it('has those alerted that the hourly look had ended before', () => {
    const earlier = ended('owner', 'account', {
      secrets: { state: 'account', endedAt: ago({ days: 1 }), ...older.secrets },
    });
    const { owed, opened } = decide([earlier], changed);
    assert.deepEqual(owed, ['login:null', 'login_alert:owner']);
    assert.equal(opened.secrets.hookDue, true);
  });

  it('has the hook called where those that it ended have no push token', () => {
    const silent = record('owner', { secrets: { ...older.secrets, pushToken: null } });
    assert.equal(decide([silent], changed).opened.secrets.hookDue, true);
  });

  it('has an unconfirmed session that it ended told of nothing but its logout', () => {
    const { owed, after } = decide([unconfirmed('thief', older)], changed);
    assert.deepEqual(owed, ['login:null']);
    assert.equal(after('thief').secrets.state, 'ended');
  });

  it('has those told that a known device’s sign-in ended, without the hook', () => {
    const known = record('mine', older);
    const { owed, opened, ends } = decide([known, owner], { ...changed, ...on('on-mine') });
    assert.equal(opened.session.confirmed, true);
    assert.deepEqual(ends, ['mine:replaced', 'owner:account']);
    assert.deepEqual(owed, ['login:null', 'login_alert:owner']);
    assert.equal(opened.secrets.hookDue, false);
  });

  it('leaves a device that signs in again no right from its ended session', () => {
    const earlier = ended('s', 'account', { secrets: { state: 'account' } });
    const { secrets } = decide([earlier], on('on-s')).after('s');
    assert.deepEqual([secrets.state, secrets.pushToken], ['ended', null]);
  });
});

describe('who is told of a login', () => {
  it('is every other confirmed session with a push token', () => {
    const { owed } = decide([
      record('phone'),
      unconfirmed('waiting'),
      record('mute', { secrets: { pushToken: null } }),
      expired('over'),
    ]);
    assert.deepEqual(owed, ['login:null', 'login_alert:phone']);
  });

  it('is nobody on a known device that has no session any more', () => {
    const { owed } = decide([ended('s', 'sign_out'), record('phone')], on('on-s'));
    assert.deepEqual(owed, ['login:null']);
  });

  it('is the team, for a first session of an account older than a day', () => {
    const hookDue = (createdAt: Date, limits = {}, at = ago({ seconds: 10 })) =>
      decide(
        [],
        {
          account: { disabled: false, createdAt, tokensValidAfter: null },
          signIn: signIn({ signedInAt: at }),
        },
        limits,
      ).opened.secrets.hookDue;
    assert.equal(hookDue(ago({ hours: 25 })), true);
    assert.equal(hookDue(ago({ hours: 24 })), false);
    assert.equal(
      hookDue(ago({ days: 9 }), { rollOutAt: ago({ hours: 1 }) }, ago({ days: 2 })),
      false,
    );
  });
});

describe('an attempt', () => {
  const fresh = { currentNonce: 'first', previousNonce: null, rotatedAt: ago({ seconds: 5 }) };
  const opened = unconfirmed('s', { secrets: { attemptHash: 'a', refresh: fresh } });
  const again = { shown: { attemptHash: 'a' } };

  it('gets the session that it opened, and writes nothing', () => {
    const { result, create, changes } = decide([opened], again);
    assert.equal(result.record.session.sessionId, 's');
    assert.equal(result.refreshNonce, 'first');
    assert.deepEqual([create, changes], [undefined, []]);
  });

  it('gets it also where the sign-in has grown too old meanwhile', () => {
    const old = { ...again, signIn: signIn({ signedInAt: ago({ days: 2 }) }) };
    assert.equal(decide([opened], old).create, undefined);
  });

  it('does not get it once its refresh token was used', () => {
    const refresh = { ...fresh, previousNonce: 'used' };
    const used = unconfirmed('s', { secrets: { attemptHash: 'a', refresh } });
    assert.equal(decide([used], again).opened.session.sessionId, 'newcomer');
  });

  it('does not get one that has ended', () => {
    const over = expired('s', { secrets: { attemptHash: 'a', refresh: fresh } });
    assert.equal(decide([over], again).opened.session.sessionId, 'newcomer');
  });

  it('recognises what an earlier run of the transaction has opened', () => {
    const own = record('newcomer', { secrets: { refresh: fresh } });
    assert.equal(decide([own]).create, undefined);
  });
});

describe('new devices within an hour', () => {
  const opened = (count: number) =>
    Array.from({ length: count }, (_, at) => unconfirmed(`n${at}`).secrets).map((one, at) => ({
      ...one,
      registeredAt: ago({ seconds: 60 + at }),
    }));
  const withNew = (count: number, fields: Fields = {}) =>
    decide([record('s')], fields, { newDevicesPerHour: 3 }, { newDevices: opened(count) });

  it('are refused beyond NEW_DEVICES_PER_HOUR, with when to try again', () => {
    assert.ok(withNew(2).create);
    assert.throws(() => withNew(3), {
      reason: 'rate_limited',
      details: { retryAfterSeconds: 3600 - 62 },
    });
  });

  it('never refuse a known device', () => {
    assert.ok(withNew(3, on('on-s')).create);
  });

  it('count anew after a change of the account', () => {
    assert.ok(withNew(3, account(ago({ seconds: 30 }))).create);
  });
});

describe('known devices without an open session', () => {
  const closed = (count: number) =>
    Array.from(
      { length: count },
      (_, at) => ended(`k${at}`, 'sign_out', { secrets: { device: 'known' } }).secrets,
    );
  const released = (count: number) =>
    decide([record('s')], {}, {}, { closedKnown: closed(count) })
      .changes.filter(({ sessionId, secrets }) => sessionId[0] === 'k' && secrets?.device)
      .map(({ sessionId, secrets }) => `${sessionId}:${secrets?.device}`);

  it('stay known, up to a hundred of them', () => {
    assert.deepEqual(released(100), []);
  });

  it('are new again, not forgotten, where they are the longest unused of more', () => {
    assert.deepEqual(released(102), ['k100:unknown', 'k101:unknown']);
  });
});

describe('making room', () => {
  it('ends what is too many, with its logout owed, and counts no replaced one', () => {
    const { ends, after } = decide([record('a'), record('s')], on('on-s'), { maxSessions: 1 });
    assert.deepEqual(ends, ['s:replaced', 'a:limit']);
    assert.equal(after('a').secrets.owed[0]?.kind, 'force_logout');
  });

  it('ends no confirmed session for a newcomer that is unconfirmed', () => {
    const { ends } = decide([record('a'), unconfirmed('b')], {}, { maxSessions: 2 });
    assert.deepEqual(ends, ['b:limit']);
    assert.deepEqual(decide([record('a')], {}, { maxSessions: 1 }).ends, []);
  });

  it('writes down what ran out, and closes what has lost its session', () => {
    const over = expired('over');
    assert.deepEqual(decide([over]).ends, ['over:expired']);
    const { changes } = decide([over], {}, {}, { sessions: [] });
    assert.deepEqual(
      changes.map(({ sessionId, secrets }) => [sessionId, secrets?.state]),
      [['over', 'ended']],
    );
  });
});
