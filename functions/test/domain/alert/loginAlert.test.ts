import assert from 'node:assert/strict';
import { alertFor } from '../../../src/domain/alert/loginAlert.ts';
import type { SessionRecord } from '../../../src/domain/session/session.ts';
import { policy } from '../../doubles/services.ts';

const now = new Date('2026-03-08T12:00:00Z');
const moment = { now, policy, newId: () => '' };
const ago = (hours: number) => new Date(now.getTime() - hours * 3600_000);
const week = 7 * 24;

interface Change {
  session?: object;
  secrets?: object;
}

function record(id: string, { session = {}, secrets = {} }: Change = {}): SessionRecord {
  return {
    session: {
      sessionId: id,
      userId: 'alice',
      tenantId: null,
      deviceType: 'ANDROID',
      createdAt: ago(1),
      confirmed: false,
      revoked: false,
      revokedAt: null,
      expiresAt: ago(-24),
      ...session,
    },
    secrets: {
      sessionId: id,
      newDevice: true,
      state: 'open',
      registeredAt: ago(1),
      pushToken: { kind: 'token', value: `push-${id}` },
      locale: null,
      ...secrets,
    },
  } as SessionRecord;
}

const confirmed = (change: Change = {}) =>
  record('phone', { ...change, session: { confirmed: true, ...change.session } });
const endedByAccount = confirmed({
  session: { revoked: true, revokedAt: ago(0.5) },
  secrets: { state: 'account' },
});

const alert = (
  about: SessionRecord,
  receiving: SessionRecord | undefined,
  logins = [about],
  isShared = false,
) => alertFor(about, receiving, { logins, burstId: '', silent: false }, isShared, moment);

describe('alertFor', () => {
  it('asks a live, confirmed session with a push token, for both answers, for a week', () => {
    const about = record('new');
    assert.deepEqual(alert(about, confirmed()), {
      receiver: {
        sessionId: 'phone',
        deviceType: 'ANDROID',
        pushToken: { kind: 'token', value: 'push-phone' },
        locale: null,
      },
      named: about,
      answerable: ['new'],
      mayConfirm: true,
      answerableUntil: ago(1 - week),
      hasEnded: false,
    });
  });

  const nobody: Record<string, SessionRecord | undefined> = {
    'that is gone': undefined,
    'that is unconfirmed': record('phone'),
    'that somebody closed': confirmed({
      session: { revoked: true },
      secrets: { state: 'ended' },
    }),
    'that is past its time': confirmed({ session: { expiresAt: now } }),
    'without a push token': confirmed({ secrets: { pushToken: null } }),
    'of another user': confirmed({ session: { userId: 'bob' } }),
    'of another tenant': confirmed({ session: { tenantId: 't' } }),
  };
  for (const [who, receiving] of Object.entries(nobody)) {
    it(`tells no session ${who}`, () => assert.equal(alert(record('new'), receiving), null));
  }

  it('tells nobody of a login that has been answered with "yes"', () => {
    assert.equal(alert(record('new', { session: { confirmed: true } }), confirmed()), null);
  });

  it('asks nothing about a login that has ended', () => {
    const over = record('new', { session: { revoked: true }, secrets: { state: 'ended' } });
    const { hasEnded, answerable, mayConfirm, answerableUntil } = alert(over, confirmed())!;
    assert.deepEqual([hasEnded, answerable, mayConfirm, answerableUntil], [true, [], false, null]);
  });

  it('asks nothing where the push token is another user’s too', () => {
    const about = record('new');
    const { answerable, mayConfirm, answerableUntil } = alert(about, confirmed(), [about], true)!;
    assert.deepEqual([answerable, mayConfirm, answerableUntil], [[], false, null]);
  });

  it('asks for "no" only about several, until the first of them counts as the owner’s', () => {
    const first = record('first', { session: { createdAt: ago(30) } });
    const about = record('new');
    const several = alert(about, confirmed(), [first, about])!;
    assert.deepEqual(several.answerable, ['first', 'new']);
    assert.equal(several.mayConfirm, false);
    assert.deepEqual(several.answerableUntil, ago(30 - week));
    assert.equal(several.named, about);
  });

  it('asks for "no" only where a change of the account ended the session asked', () => {
    const { answerable, mayConfirm } = alert(record('new'), endedByAccount)!;
    assert.deepEqual([answerable, mayConfirm], [['new'], false]);
  });

  it('asks that session nothing about a login on a known device', () => {
    const known = record('new', { session: { confirmed: true }, secrets: { newDevice: false } });
    assert.deepEqual(alert(known, endedByAccount)?.answerable, []);
    assert.deepEqual(alert(known, confirmed())?.answerable, ['new']);
  });
});
