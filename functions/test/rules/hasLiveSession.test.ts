// hasLiveSession() as a team uses it: its own collection opens to live sessions only, and closes with them.
import assert from 'node:assert/strict';
import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { assertFails, assertSucceeds } from '@firebase/rules-unit-testing';
import type { Client } from './environment.ts';
import {
  clientOf,
  openRules,
  past,
  rulesText,
  rulesWithNotes,
  seed,
  sessionIdOf,
  sessionOf,
} from './environment.ts';

const live = sessionIdOf('live');
const revoked = sessionIdOf('revoked');
const expired = sessionIdOf('expired');
const foreign = sessionIdOf('foreign');

describe('hasLiveSession()', () => {
  let rules: RulesTestEnvironment;

  before(async () => {
    assert.notEqual(rulesWithNotes, rulesText);
    rules = await openRules('demo-rules-guard', rulesWithNotes);
    await rules.clearFirestore();
    await seed(rules, {
      [`deviceSessions/${live}`]: sessionOf('alice'),
      [`deviceSessions/${revoked}`]: sessionOf('alice', { revoked: true }),
      [`deviceSessions/${expired}`]: sessionOf('alice', { expiresAt: past }),
      [`deviceSessions/${foreign}`]: sessionOf('mallory'),
      'notes/note': { text: 'hello' },
    });
  });
  after(() => rules.cleanup());

  async function assertRefused(client: Client): Promise<void> {
    await assertFails(client.doc('notes/note').get());
    await assertFails(client.collection('notes').get());
    await assertFails(client.doc('notes/note').set({ text: 'mine' }));
    await assertFails(client.doc('notes/note').delete());
  }

  it("opens a team's collection to a live session", async () => {
    const client = clientOf(rules, 'alice', live);
    await assertSucceeds(client.doc('notes/note').get());
    await assertSucceeds(client.collection('notes').get());
    await assertSucceeds(client.doc('notes/of-alice').set({ text: 'mine' }));
    await assertSucceeds(client.doc('notes/of-alice').delete());
  });

  for (const [what, sid] of [
    ['a revoked session', revoked],
    ['an expired session', expired],
    ["another user's session", foreign],
    ['a session that does not exist', sessionIdOf('nothing')],
    ['a sign-in that has not registered yet', undefined],
  ] as const) {
    it(`refuses ${what}`, () => assertRefused(clientOf(rules, 'alice', sid)));
  }

  it('refuses somebody who is not signed in', async () => {
    await assertRefused(rules.unauthenticatedContext().firestore());
  });

  for (const sid of [
    ...[
      22,
      '',
      null,
      true,
      [live],
      { sid: live },
      `x/${live}`,
      `${live}/`,
      `../deviceSessions/${live}`,
    ],
    ...[`${live}\n`, live.slice(1), `${live}_`],
  ]) {
    it(`refuses a sid of ${JSON.stringify(sid)}`, async () => {
      await assertRefused(clientOf(rules, 'alice', sid));
    });
  }

  for (const [sid, path] of [
    [22, 'deviceSessions/22'],
    ['short', 'deviceSessions/short'],
    [`${live}/parts/forged`, `deviceSessions/${live}/parts/forged`],
  ] as const) {
    it(`refuses a sid of ${JSON.stringify(sid)} though a document there looks live`, async () => {
      await seed(rules, { [path]: sessionOf('alice') });
      await assertRefused(clientOf(rules, 'alice', sid));
    });
  }

  for (const [what, fields] of [
    ['without a user', { userId: null }],
    ['whose end is not a time', { expiresAt: 'never' }],
    ['without an end', { expiresAt: null }],
    ['whose revoked is not a boolean', { revoked: 'false' }],
  ] as const) {
    it(`refuses a session document ${what}`, async () => {
      const id = sessionIdOf('damaged');
      await seed(rules, { [`deviceSessions/${id}`]: sessionOf('alice', fields) });
      await assertRefused(clientOf(rules, 'alice', id));
    });
  }

  it('closes at once when the session is revoked', async () => {
    const id = sessionIdOf('closing');
    await seed(rules, { [`deviceSessions/${id}`]: sessionOf('alice') });
    const client = clientOf(rules, 'alice', id);
    await assertSucceeds(client.collection('notes').get());
    await seed(rules, { [`deviceSessions/${id}`]: sessionOf('alice', { revoked: true }) });
    await assertRefused(client);
  });
});
