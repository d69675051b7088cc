// Registrations in tests: on an account with given devices, and what they come to.
import type { Account } from '../../../src/domain/account/account.ts';
import { openDevices } from '../../../src/domain/account/account.ts';
import type { OutboxEntry } from '../../../src/domain/account/outboxEntry.ts';
import { decideRegistration } from '../../../src/domain/registration/registration.ts';
import type { Registration } from '../../../src/domain/registration/signIn.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import { account, ago, known, moment, registration, written } from '../accounts.ts';

export type Fields = Parameters<typeof registration>[0];

/** Registers on an account with these devices. */
export function open(
  devices: Account['devices'],
  fields: Fields = {},
  limits: Partial<SessionPolicy> = {},
  more: Partial<Account> = {},
) {
  const change = decideRegistration(
    known(account({ devices, ...more })),
    registration(fields),
    moment(limits),
  );
  const after = written(change);
  const [key, own] = openDevices(after).find(
    ([, { session }]) => session.sessionId === change.result.session.sessionId,
  )!;
  return { change, after, key, own, session: change.result.session };
}

export const on = (installation: string): Fields => ({ presented: { installation } });
export const changed = (seconds: number): Registration['firebaseAccount'] => ({
  disabled: false,
  createdAt: ago({ days: 100 }),
  tokensValidAfter: ago({ seconds }),
});
export const entries = <Kind extends OutboxEntry['kind']>({ outbox }: Account, kind: Kind) =>
  outbox.filter((entry): entry is Extract<OutboxEntry, { kind: Kind }> => entry.kind === kind);
export const alerted = (after: Account, key: string) =>
  entries(after, 'login_alert')
    .filter(({ about }) => about.includes(key))
    .map(({ receiver }) => receiver)
    .sort();
export const showing = (sessionId: string, nonce = 'current'): Fields => ({
  presented: { refreshToken: { sessionId, nonce } },
});
