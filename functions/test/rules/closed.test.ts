// What no client may touch, whoever it is: accounts, events, the outbox, and whatever the rules do not name.
import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { assertFails } from '@firebase/rules-unit-testing';
import { clientOf, openRules, seed, sessionIdOf, sessionOf } from './environment.ts';

const live = sessionIdOf('live');

describe('rules of what is closed', () => {
  let rules: RulesTestEnvironment;

  before(async () => {
    rules = await openRules('demo-rules-closed');
    await rules.clearFirestore();
    await seed(rules, {
      [`deviceSessions/${live}`]: sessionOf('alice'),
      'deviceSessionAccounts/account': { userId: 'alice', devices: {} },
      'deviceSessionEvents/event': { userId: 'alice', type: 'session-revoked' },
      'pushOutbox/push': { userId: 'alice', kind: 'force_logout' },
      'anything/else': { userId: 'alice' },
      [`deviceSessions/${live}/parts/part`]: { userId: 'alice' },
    });
  });
  after(() => rules.cleanup());

  for (const path of [
    'deviceSessionAccounts/account',
    'deviceSessionEvents/event',
    'pushOutbox/push',
    'anything/else',
    `deviceSessions/${live}/parts/part`,
  ]) {
    it(`${path.replace(live, '{id}')} is closed to its owner with a live session`, async () => {
      const document = clientOf(rules, 'alice', live).doc(path);
      await assertFails(document.get());
      await assertFails(document.parent.where('userId', '==', 'alice').get());
      await assertFails(document.set({ userId: 'alice' }));
      await assertFails(document.update({ userId: 'alice' }));
      await assertFails(document.delete());
      await assertFails(document.parent.add({ userId: 'alice' }));
    });

    it(`${path.replace(live, '{id}')} is closed to a stranger`, async () => {
      const document = rules.unauthenticatedContext().firestore().doc(path);
      await assertFails(document.get());
      await assertFails(document.parent.get());
      await assertFails(document.set({}));
      await assertFails(document.delete());
    });
  }
});
