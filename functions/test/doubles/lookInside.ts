// What a test may know of the store besides what its operations say: sessions as they stand, by their ids.
import type { Account, Device, OpenSession } from '../../src/domain/account/account.ts';
import { isAccount, openDevices } from '../../src/domain/account/account.ts';
import { accountIdOf } from '../../src/domain/account/accountId.ts';
import type { OutboxEntry } from '../../src/domain/account/outboxEntry.ts';
import type { SessionView } from '../../src/domain/account/view.ts';
import type { PushMessage } from '../../src/domain/push/pushMessage.ts';
import type { SecurityEvent } from '../../src/domain/session/securityEvent.ts';
import type { Owner } from '../../src/domain/session/session.ts';
import type { MemorySessions } from './memorySessions.ts';

export const alice: Owner = { userId: 'alice', tenantId: null };

type Inside = { sessions: Pick<MemorySessions, 'content'> };

/** The account as it is stored. Throws where there is none. */
export function accountOf({ sessions }: Inside, owner: Owner = alice): Account {
  const stored = sessions.content.accounts.get(accountIdOf(owner))?.document ?? null;
  if (!isAccount(stored)) throw new Error('no account');
  return stored;
}

/** The view of a session. Throws where there is none. */
export function viewOf({ sessions }: Inside, sessionId: string): SessionView {
  const view = sessions.content.views.get(sessionId);
  if (!view) throw new Error(`no view of ${sessionId}`);
  return view;
}

/** The open session of this id, with its device. Throws where it is not open. */
export function openOf(
  services: Inside,
  sessionId: string,
  owner: Owner = alice,
): Device & { session: OpenSession } {
  const open = openDevices(accountOf(services, owner)).find(
    ([, { session }]) => session.sessionId === sessionId,
  );
  if (!open) throw new Error(`${sessionId} is not open`);
  return open[1];
}

/** The device on which a session is or was, as it is remembered. */
export function deviceOf(
  services: Inside,
  sessionId: string,
  owner: Owner = alice,
): Device | undefined {
  return accountOf(services, owner).devices[viewOf(services, sessionId).device];
}

/** All security events, in their order. */
export function eventsOf({ sessions }: Inside): SecurityEvent[] {
  return [...sessions.content.events.values()];
}

/** Every push that was handed to the sender, as "kind push-token". */
export function pushesOf({ sent }: { sent: readonly PushMessage[] }): string[] {
  return sent.map(({ kind, message }) => `${kind} ${message.token}`).sort();
}

/** What is still to be told. */
export function outboxOf(services: Inside, owner: Owner = alice): OutboxEntry[] {
  return accountOf(services, owner).outbox;
}
