import assert from 'node:assert/strict';
import type { Account } from '../../../src/domain/account/account.ts';
import type { Draft } from '../../../src/domain/account/draft.ts';
import { beginDraft } from '../../../src/domain/account/decision.ts';
import { decideLease, decideReturn, decideSettled } from '../../../src/domain/account/delivery.ts';
import {
  isLastTry,
  lease,
  oweAbout,
  oweLogout,
  settle,
  silenceLogin,
  usefulUntil,
  withdrawAlerts,
} from '../../../src/domain/account/outbox.ts';
import type { AboutEntry, OutboxEntry } from '../../../src/domain/account/outboxEntry.ts';
import {
  account,
  ago,
  alertEntry as alert,
  device,
  frame,
  known,
  moment,
  now,
  openSession,
  remainder,
  using,
} from '../accounts.ts';

const until = ago({ days: -7 });
const token = { kind: 'token', value: 'push' } as const;

function draftOf(outbox: OutboxEntry[] = [], devices: Account['devices'] = {}): Draft {
  return beginDraft(account({ outbox, devices }), moment());
}

/** The login of the device that has this session, or had it. */
function login(sessionId: string, fields: Partial<OutboxEntry> = {}): OutboxEntry {
  const { deviceName, deviceType, createdAt, registeredAt } = openSession();
  const of = { sessionId, deviceName, deviceType, createdAt, registeredAt, locale: null, ip: null };
  const told = { newDevice: true, accountChanged: false, alertsOthers: true };
  const entry = { ...of, ...told, isHookDue: false, isAlerted: false };
  return { kind: 'login', ...frame, device: sessionId, login: entry, ...fields } as OutboxEntry;
}

const shapesOf = (outbox: readonly OutboxEntry[]) =>
  outbox.map((entry) => [
    entry.kind,
    'receiver' in entry ? entry.receiver : null,
    'about' in entry ? entry.about : null,
  ]);

describe('the outbox', () => {
  it('has one alert a receiver, whose logins grow, and which is due at once and by a new name', () => {
    const draft = draftOf([alert({ notBefore: ago({ seconds: -60 }), attempts: 3 })]);
    oweAbout(draft, 'phone', { kind: 'login_alert' }, 'laptop', { until: ago({ days: -8 }) });
    oweAbout(draft, 'tablet', { kind: 'login_alert' }, 'laptop', { until });
    const { outbox } = draft.account;
    assert.deepEqual(shapesOf(outbox), [
      ['login_alert', 'phone', ['galaxy', 'laptop']],
      ['login_alert', 'tablet', ['laptop']],
    ]);
    const { attempts, notBefore, pushId, until: longest } = outbox[0]!;
    assert.deepEqual([attempts, notBefore, longest], [0, null, ago({ days: -8 })]);
    assert.notEqual(pushId, 'push-1');
  });

  for (const what of [
    { kind: 'login_alert' },
    { kind: 'login_answered', wasMe: false },
    { kind: 'security_alert' },
  ] as const) {
    it(`names twenty devices in a ${what.kind}, the latest, and counts the others`, () => {
      const draft = draftOf();
      for (let at = 0; at < 25; at += 1) oweAbout(draft, 'phone', what, `d${at}`);
      const [entry, ...rest] = draft.account.outbox;
      assert.ok(entry && 'about' in entry && rest.length === 0);
      assert.deepEqual([entry.about.length, entry.about.at(-1), entry.more], [20, 'd24', 5]);
    });
  }

  it('has an answer of each kind a receiver, in hand of the call', () => {
    const draft = draftOf();
    for (const wasMe of [true, false, true]) {
      oweAbout(draft, 'phone', { kind: 'login_answered', wasMe }, `d-${wasMe}`);
    }
    oweAbout(draft, 'phone', { kind: 'security_alert' }, 'd');
    assert.deepEqual(shapesOf(draft.account.outbox), [
      ['login_answered', 'phone', ['d-true']],
      ['login_answered', 'phone', ['d-false']],
      ['security_alert', 'phone', ['d']],
    ]);
    for (const { notBefore } of draft.account.outbox) {
      assert.deepEqual(notBefore, ago({ seconds: -60 }));
    }
  });

  it('keeps the push token of a logout, whatever becomes of its device', () => {
    const draft = draftOf();
    oweLogout(draft, 'phone', openSession(), { ...token, setAt: now } as typeof token, {});
    const [entry] = draft.account.outbox;
    assert.ok(entry?.kind === 'force_logout');
    assert.deepEqual(entry.pushToken, token);
    assert.equal(entry.notBefore, null);
  });

  it('is told for four weeks, and no longer than the end is remembered', () => {
    assert.deepEqual(usefulUntil(moment()), ago({ days: -28 }));
    assert.deepEqual(usefulUntil(moment({ retentionDays: 7 })), ago({ days: -7 }));
  });

  it('loses by an answer what asks about that device, and nothing else', () => {
    const logins = [login('galaxy'), login('laptop')];
    const draft = draftOf([alert({ about: ['galaxy', 'laptop'] }), ...logins]);
    withdrawAlerts(draft, 'galaxy');
    assert.deepEqual(draft.account.outbox, [alert({ about: ['laptop'] }), ...logins]);
    silenceLogin(draft, 'laptop');
    assert.deepEqual(draft.account.outbox, [login('galaxy')]);
  });

  it('can be taken in hand again by who asks for it', () => {
    const draft = draftOf([alert(), alert({ pushId: 'push-2' })]);
    assert.deepEqual(
      lease(draft, ({ pushId }) => pushId === 'push-2'),
      ['push-2'],
    );
    assert.deepEqual(
      draft.account.outbox.map(({ notBefore }) => notBefore),
      [null, ago({ seconds: -60 })],
    );
  });
});

describe('what is owed is leased', () => {
  const kindOf = (outbox: OutboxEntry[]) =>
    decideLease(known(account({ outbox })), { callId: 'call' }, moment()).result.kind;
  const cases: [what: string, outbox: OutboxEntry[], kind: string][] = [
    ['by the first to come', [alert()], 'leased'],
    ['by nobody while another run has it', [alert({ notBefore: ago({ seconds: -1 }) })], 'busy'],
    ['again once its time has come', [alert({ notBefore: now })], 'leased'],
    ['by nobody where nothing is owed', [], 'done'],
  ];
  for (const [what, outbox, kind] of cases) {
    it(what, () => assert.equal(kindOf(outbox), kind));
  }

  it('by the very run that has it, where that was not told: nothing is written again', () => {
    const first = decideLease(known(account({ outbox: [alert()] })), { callId: 'call' }, moment());
    const state = known(first.write?.account ?? null);
    const second = decideLease(state, { callId: 'call' }, moment());
    assert.equal(second.write, null);
    assert.deepEqual(second.result, { ...first.result, stored: state.stored });
    assert.equal(decideLease(state, { callId: 'other' }, moment()).result.kind, 'busy');
  });

  it('no more of it than is due, for a minute', () => {
    const later = alert({ pushId: 'later', notBefore: ago({ seconds: -1 }) });
    const { result, write } = decideLease(
      known(account({ outbox: [alert(), later] })),
      { callId: 'call' },
      moment(),
    );
    assert.ok(result.kind === 'leased');
    assert.deepEqual(
      result.entries.map(({ pushId }) => pushId),
      ['push-1'],
    );
    assert.deepEqual(
      write?.account.outbox.map(({ notBefore }) => notBefore),
      [ago({ seconds: -60 }), ago({ seconds: -1 })],
    );
  });

  it('of nobody, where there is no account', () => {
    assert.equal(decideLease(known(null), { callId: 'call' }, moment()).result.kind, 'done');
    assert.equal(decideReturn(known(null), ['push-1']).write, null);
  });

  it('and given back at once where it cannot be sent', () => {
    const leased = [alert({ notBefore: ago({ seconds: -60 }) })];
    const { write } = decideReturn(known(account({ outbox: leased })), ['push-1']);
    assert.equal(write?.account.outbox[0]?.notBefore, null);
  });
});

describe('after a run', () => {
  const outcomes = (outcome: 'settled' | 'failed') => new Map([['push-1', outcome]]);

  it('what is settled is taken off, and what came meanwhile stays untried', () => {
    const sent = [alert()];
    const outbox = [alert(), alert({ pushId: 'push-2', receiver: 'tablet' })];
    const left = settle(outbox, sent, outcomes('settled'), now);
    assert.deepEqual(left, { outbox: [outbox[1]], givenUp: [] });
  });

  for (const [attempts, seconds] of [
    [0, 10],
    [1, 40],
    [2, 160],
    [3, 640],
  ] as const) {
    it(`try ${attempts + 2} waits for ${seconds} seconds`, () => {
      const { outbox } = settle([alert({ attempts })], [], outcomes('failed'), now);
      assert.deepEqual(outbox, [
        alert({ attempts: attempts + 1, notBefore: ago({ seconds: -seconds }) }),
      ]);
    });
  }

  for (const [what, fields] of [
    ['what failed five times', { attempts: 4 }],
    ['what is past its time', { until: now }],
  ] as const) {
    it(`${what} is given up`, () => {
      const { outbox, givenUp } = settle([alert(fields)], [], outcomes('failed'), now);
      assert.deepEqual([outbox.length, givenUp.length], [0, 1]);
    });
  }

  it('what grew while it was sent loses what was told, except an alert, which stands for all', () => {
    const about = { receiver: 'phone', about: ['a'], more: 0 };
    const sent: AboutEntry = { kind: 'security_alert', ...frame, ...about };
    const grown: OutboxEntry = { ...sent, pushId: 'push-2', about: ['a', 'b'] };
    assert.deepEqual(settle([grown], [sent], outcomes('settled'), now).outbox, [
      { ...grown, about: ['b'] },
    ]);
    const more = alert({ pushId: 'push-2', about: ['galaxy', 'laptop'] });
    assert.deepEqual(settle([more], [alert()], outcomes('settled'), now).outbox, [more]);
  });

  it('the fifth try is the last', () => {
    assert.deepEqual(
      [3, 4].map((attempts) => isLastTry(alert({ attempts }))),
      [false, true],
    );
  });

  it('a push token that FCM calls dead is forgotten, unless the device has another one by then', () => {
    const devices = {
      phone: using({}, { pushToken: { ...token, setAt: now } }),
      tablet: using({}, { pushToken: { ...token, value: 'newer', setAt: now } }),
      changed: using({}, { pushToken: { ...token, kind: 'fid', setAt: now } }),
    };
    const deadTokens = [
      { device: 'phone', pushToken: token },
      { device: 'tablet', pushToken: token },
      { device: 'changed', pushToken: token },
      { device: 'gone', pushToken: token },
    ];
    const sent = { entries: [], outcomes: new Map(), deadTokens, alerted: [], logins: [] };
    const { write } = decideSettled(known(account({ devices })), sent, moment());
    const after = (write?.account as Account).devices;
    assert.deepEqual(
      [after.phone?.pushToken, after.phone?.pushTokenDiedAt, after.tablet?.pushToken?.value],
      [null, now, 'newer'],
    );
    assert.equal(after.changed?.pushToken?.kind, 'fid');
  });

  it('a login that still waits for its mail knows that an alert of it was taken', () => {
    const entries = [login('galaxy'), login('laptop', { pushId: 'push-2' })];
    const failed = new Map([
      ['push-1', 'failed' as const],
      ['push-2', 'failed' as const],
    ]);
    const sent = { entries, outcomes: failed, deadTokens: [], alerted: ['galaxy'], logins: [] };
    const { write } = decideSettled(known(account({ outbox: entries })), sent, moment());
    assert.deepEqual(
      write?.account.outbox.map((one) => one.kind === 'login' && one.login.isAlerted),
      [true, false],
    );
  });

  it('the place of a login stands with its session, or is to be added where that has ended', () => {
    const devices = { galaxy: using({ sessionId: 'galaxy' }), laptop: device() };
    const here = { latitude: 55.75, longitude: 37.62 };
    const later = { latitude: 52.52, longitude: 13.4, at: ago({ seconds: -1 }) };
    const lastPlaces = { confirmed: null, latest: later };
    const found = (name: string) => ({
      ...{ device: name, sessionId: name, location: 'Moscow, Russia', countryCode: 'RU' },
      ...{ coordinates: here, signals: [], registeredAt: now },
    });
    const logins = [found('galaxy'), found('laptop')];
    const sent = { entries: [], outcomes: new Map(), deadTokens: [], alerted: [], logins };
    const stored = account({ devices, lastPlaces });
    const { write, result } = decideSettled(known(stored), sent, moment());
    const after = write?.account as Account;
    assert.deepEqual(after.lastPlaces, { confirmed: { ...here, at: now }, latest: later });
    assert.equal(after.devices.galaxy?.session?.location, 'Moscow, Russia');
    assert.deepEqual(result.late, [found('laptop')]);
    assert.deepEqual(
      after.countries.map(({ isConfirmed }) => isConfirmed),
      [true, false],
    );
  });

  it('a remainder keeps what is left, and nothing is written where there is no account', () => {
    const logout: OutboxEntry = {
      kind: 'force_logout',
      ...frame,
      ...{ sessionId: 's', device: 'phone', deviceType: 'IOS', pushToken: token },
    };
    const left = remainder({ outbox: [logout], isOwed: true });
    const sent = { entries: [logout], deadTokens: [], alerted: [], logins: [] };
    const run = { ...sent, outcomes: outcomes('settled') };
    const settled = decideSettled(known(left), run, moment());
    assert.deepEqual(settled.write?.account, remainder());
    const none = decideSettled(known(null), { ...sent, outcomes: new Map() }, moment());
    assert.equal(none.write, null);
  });
});
