// What is stored agrees with itself, whatever has been called.
import assert from 'node:assert/strict';
import { hashed } from '../../../src/domain/account/accountId.ts';
import {
  type Account,
  type Device,
  isAccount,
  openDevices,
} from '../../../src/domain/account/account.ts';
import { devicesOf, type OutboxEntry } from '../../../src/domain/account/outboxEntry.ts';
import { reachedApp } from '../../../src/domain/account/pushToken.ts';
import { toView } from '../../../src/domain/account/view.ts';
import type { World } from './world.ts';

export function assertStored({ services: { sessions, policy } }: World): void {
  const { accounts, views } = sessions.content;
  const open = new Set<string>();
  for (const { document } of accounts.values()) {
    assert.equal(document.isOwed, document.outbox.length > 0);
    if (!isAccount(document)) continue;
    for (const [key, { session }] of openDevices(document)) {
      assert.deepEqual(views.get(session.sessionId), toView(document, key, session, policy));
      open.add(session.sessionId);
    }
    assertAccount(document);
  }
  for (const { sessionId, revoked } of views.values()) {
    assert.equal(revoked, !open.has(sessionId), 'a view of a live session that is not open');
  }
}

function assertAccount({ devices, outbox, ...account }: Account): void {
  const all = Object.values(devices);
  all.forEach(assertDevice);
  assertOnce(all.map(({ installation }) => installation));
  assertOnce(outbox.map(nameOf));
  for (const key of outbox.flatMap(devicesOf)) assert.ok(devices[key], 'an entry of no device');
  for (const { until } of outbox) assert.ok(account.deleteAt >= until, 'owed for too long');
  const hashes = all.flatMap(({ pushToken }) => (pushToken ? [hashed(reachedApp(pushToken))] : []));
  assert.deepEqual(new Set(account.pushTokens), new Set(hashes));
  assert.ok(account.calls.length <= 20 && account.newDevices.length <= 60);
}

function assertDevice(device: Device): void {
  const { session, standing, unanswered, mayDenyUntil, pushToken } = device;
  if (session) assert.equal(session.confirmed, standing === 'known');
  if (session || standing === 'closed') {
    assert.deepEqual([unanswered, mayDenyUntil], [null, null]);
  }
  if (!session && !mayDenyUntil) assert.equal(pushToken, null, 'a push token of nobody');
  assert.ok(device.signIns.length <= 60 && device.registrations.length <= 60);
}

/** What the outbox may have one of. */
function nameOf(entry: OutboxEntry): string {
  if (entry.kind === 'force_logout') return entry.pushId;
  if (!('receiver' in entry)) return `${entry.kind} ${entry.device}`;
  return `${entry.kind} ${entry.receiver} ${'wasMe' in entry && entry.wasMe}`;
}

function assertOnce(names: readonly string[]): void {
  assert.equal(new Set(names).size, names.length, names.join());
}
