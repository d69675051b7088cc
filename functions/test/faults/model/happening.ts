// What befalls accounts, what the team does, and what the backend does by itself.
import assert from 'node:assert/strict';
import { deliverForUser } from '../../../src/operations/deliverForUser.ts';
import { endSessions } from '../../../src/operations/endSessions.ts';
import { endUserSessions } from '../../../src/operations/endUserSessions.ts';
import {
  eraseDeletedUser,
  eraseUser,
  eraseWithAccount,
} from '../../../src/operations/eraseUser.ts';
import { readmitUser } from '../../../src/operations/readmitUser.ts';
import { sweep } from '../../../src/operations/sweep.ts';
import { accountInOrder } from '../../doubles/services.ts';
import type { Device, World } from './world.ts';
import { observe, ownerOf, refusalOf } from './world.ts';

/** What befalls an account, and what the team does. */
export function eventsOf(world: World): Record<string, () => Promise<unknown>> {
  const { services, random, ledgers, accounts } = world;
  const person = random.oneIn(4) ? 'bob' : 'alice';
  const ledger = ledgers[person];
  const owner = ownerOf(person);
  const now = () => services.now();
  const wholeSecond = () => new Date(Math.floor(now().getTime() / 1000) * 1000);
  /** Sign-ins from before count no longer, as with every account that Firebase makes. */
  const make = () => {
    const createdAt = wholeSecond();
    accounts[person] = { ...accountInOrder, createdAt, tokensValidAfter: createdAt };
  };
  /** Erases all, or ends all and waits for a device that is still to be told. */
  const erasing = async (work: () => Promise<unknown>) => {
    const result = await Promise.allSettled([work()]);
    const seen = await observe(world, person);
    for (const { id } of ledger.live()) {
      assert.notEqual(seen.get(id)?.endedBy, null, 'a session of a deleted account lives');
      ledger.ended(id, 'operator');
    }
    if (seen.size === 0) ledger.erased();
    for (const one of result) if (one.status === 'rejected') throw one.reason;
  };
  const isOurs = () => {
    const account = accounts[person];
    const made = account?.createdAt.getTime() ?? null;
    return made !== null && ledger.accountRefusal(made, true) === null && !ledger.isNew(made);
  };
  return {
    trigger: async () => {
      if (isOurs()) {
        await deliverForUser(services, owner);
        await assertAlerted(world, person);
      } else await erasing(() => deliverForUser(services, owner));
      await assertTold(world, person);
    },
    sweep: () => sweep(services),
    wait: async () => {
      services.pass({ hours: random.of([0, 0, 0, 1, 2, 6, 24]), seconds: random.below(1800) });
    },
    'set a password': async () => {
      const account = accounts[person];
      if (account) accounts[person] = { ...account, tokensValidAfter: wholeSecond() };
    },
    'disable or enable': async () => {
      const account = accounts[person];
      if (account)
        accounts[person] = { ...account, disabled: !account.disabled && random.oneIn(4) };
    },
    delete: async () => {
      if (!random.oneIn(3)) return;
      accounts[person] = null;
      const isHeardOf = random.oneIn(2);
      if (isHeardOf && random.oneIn(2)) await erasing(() => eraseWithAccount(services, owner));
      if (random.oneIn(2)) return;
      services.pass({ seconds: random.of([2, 60, 3600, 2 * 86_400]) });
      make();
      if (isHeardOf && !isOurs()) await erasing(() => eraseWithAccount(services, owner));
    },
    // By a custom token that somebody still has, or by the team.
    'make anew': async () => {
      if (accounts[person] === null) make();
    },
    'a late word of a deletion': async () => {
      const before = await observe(world, person);
      const erase = () => eraseDeletedUser(services, owner);
      if (!isOurs()) await erasing(erase);
      else {
        await erase();
        assert.deepEqual(liveIn(await observe(world, person)), liveIn(before), 'a late word');
      }
    },
    'an operator erases': async () => {
      if (random.oneIn(6)) await erasing(() => eraseUser(services, owner));
    },
    'an operator ends all': async () => {
      if (!random.oneIn(4)) return;
      await endUserSessions(services, owner);
      for (const { id, installation } of ledger.all()) {
        ledger.ended(id, 'operator');
        ledger.closed(installation);
      }
    },
    'an incident ends all, of everybody': async () => {
      if (!random.oneIn(6)) return;
      const signedInBefore = new Date(now().getTime() + 1000);
      await endSessions(services, { signedInBefore, appVersionBelow: '10' });
      for (const one of Object.values(ledgers)) {
        for (const { id } of one.all()) one.ended(id, 'incident');
      }
    },
    'an operator readmits': async () => {
      const account = accounts[person];
      if (!account) return;
      const made = account.createdAt.getTime();
      const isRevived = ledger.accountRefusal(made, true) === 'account_revived';
      const refusal = await refusalOf(readmitUser(services, owner));
      assert.equal(refusal === null || isRevived, true, 'readmitted');
      if (refusal === null && isRevived) ledger.readmitted(made, now().getTime());
    },
  };
}

/** Who was confirmed at the login, and still is there to be told, has been told of what still waits. */
async function assertAlerted(world: World, person: Device['person']): Promise<void> {
  const { services, pushTokens, ledgers } = world;
  const seen = await observe(world, person);
  const due = world.alerts.filter((one) => one.person === person);
  world.alerts = world.alerts.filter((one) => one.person !== person);
  for (const { id, receivers, sentBefore } of due) {
    const waits = seen.get(id)?.endedBy === null && ledgers[person].find(id) !== undefined;
    const isAnswered = seen.get(id)?.confirmed === true;
    if (!waits || isAnswered) continue;
    for (const receiver of receivers) {
      if (seen.get(receiver)?.endedBy !== null || !pushTokens.has(receiver)) continue;
      const isTold = services.sent
        .slice(sentBefore)
        .some(({ kind, sessionId }) => kind === 'login_alert' && sessionId === receiver);
      assert.ok(isTold, `nobody told ${ledgers[person].find(receiver)?.device} of a login`);
    }
  }
}

/** Alerts go to nobody whom they are about, and to none that does not count as the owner's. */
async function assertTold(world: World, person: Device['person']): Promise<void> {
  const seen = await observe(world, person);
  for (const { kind, sessionId, message } of world.services.sent) {
    if (kind !== 'login_alert' && kind !== 'security_alert') continue;
    assert.notEqual(sessionId, message.data?.sessionId, `${kind} to the session that it is about`);
    const receiver = seen.get(sessionId);
    if (receiver) assert.ok(receiver.confirmed, `${kind} to an unconfirmed session`);
  }
}

function liveIn(seen: Awaited<ReturnType<typeof observe>>): string[] {
  return [...seen].filter(([, { endedBy }]) => endedBy === null).map(([id]) => id);
}
