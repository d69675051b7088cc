// A user's sessions before an operation, to begin again from as often as a test likes; what follows
// once everything works again; and what has become of it all.
import { mock } from 'node:test';
import type { Account } from '../../src/domain/account/account.ts';
import { isAccount } from '../../src/domain/account/account.ts';
import { SessionError } from '../../src/errors.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { deliverPush } from '../../src/operations/deliverOutbox.ts';
import { sweep } from '../../src/operations/sweep.ts';
import { memorySessions } from '../doubles/memorySessions.ts';
import type { TestServices } from '../doubles/services.ts';
import { servicesOver } from '../doubles/services.ts';

/** The same sessions, accounts and time, with nothing sent, queued or logged yet. */
export function copyOf(original: TestServices): TestServices {
  const sessions = memorySessions(structuredClone(original.sessions.content));
  const copy = servicesOver(sessions, original.policy);
  copy.pass({ seconds: (original.now().getTime() - copy.now().getTime()) / 1000 });
  copy.account = original.account;
  copy.reauthentications = original.reauthentications;
  if (original.loginMails) {
    copy.loginMails = { create: async (mail) => void copy.mails.push(mail) };
  }
  return copy;
}

/** The event delivered late and twice, the queue once, and an hour of `sweep`; all is well again. */
export async function recover(services: TestServices): Promise<void> {
  const owners = accountsOf(services);
  const users = new Map(owners.map(({ userId, tenantId }) => [userId, { userId, tenantId }]));
  for (const owner of [...users.values(), ...users.values()]) {
    await deliverForUser(services, owner).catch(() => {});
  }
  for (const { task } of services.queued) await deliverPush(services, task).catch(() => {});
  for (let minutes = 0; minutes < 60; minutes += 5) {
    services.pass({ seconds: 300 });
    await sweep(services);
  }
}

export interface Outcome {
  /** Each session, by its device, as it is now. */
  sessions: string[];
  /** What has been told to whom about whom; how often makes no difference. */
  told: string[];
}

export function outcomeOf(services: TestServices): Outcome {
  const { views } = services.sessions.content;
  const accounts = accountsOf(services);
  const deviceOf = (id: string | undefined) => views.get(id ?? '')?.deviceName ?? '?';
  const sessions = [...views.values()].map(({ device, deviceName, ...view }) => {
    const { standing, pushToken, session } =
      accounts.find(({ userId }) => userId === view.userId)?.devices[device] ?? {};
    const { confirmed, revoked, revokedReason } = view;
    return JSON.stringify({
      ...{ deviceName, confirmed, revoked, revokedReason, standing },
      isOpen: session?.sessionId === view.sessionId,
      pushToken: pushToken?.value ?? null,
    });
  });
  const pushes = services.sent.map(({ kind, sessionId, message }) => {
    return `${kind} to ${deviceOf(sessionId)} about ${deviceOf(message.data?.sessionId)}`;
  });
  const hooks = services.unalerted.map(({ sessionId }) => `hook about ${deviceOf(sessionId)}`);
  const mails = services.mails.map(({ sessionId }) => `mail about ${deviceOf(sessionId)}`);
  return {
    sessions: sessions.sort(),
    told: [...new Set([...pushes, ...hooks, ...mails])].sort(),
  };
}

/** What the caller sees: its answer without what is random in it, or the reason. */
export function answerOf(result: PromiseSettledResult<unknown>): string {
  if (result.status === 'fulfilled') {
    return JSON.stringify(result.value ?? null).replace(/[\w-]{22,}(\.[\w-]+)*/g, 'random');
  }
  const error: unknown = result.reason;
  if (error instanceof SessionError) return error.reason;
  return 'internal';
}

/** What must be nowhere in a log: every token, nonce and address of these sessions. */
export function secretsOf(services: TestServices): string[] {
  return accountsOf(services).flatMap(({ devices }) =>
    Object.values(devices).flatMap(({ installation, pushToken, session }) =>
      [
        installation,
        pushToken?.value,
        session?.ip,
        session?.deviceId,
        session?.attemptHash,
        session?.refresh.currentNonce,
        session?.refresh.previousNonce,
      ].filter((secret) => typeof secret === 'string'),
    ),
  );
}

export function accountsOf({ sessions }: Pick<TestServices, 'sessions'>): Account[] {
  return [...sessions.content.accounts.values()]
    .map(({ document }) => document)
    .filter((document) => isAccount(document));
}

const wait = setTimeout;

/**
 * How the work ends. While somebody waits for what never comes, time is made to pass; so each deadline
 * does its work, and no test waits for it.
 */
export async function settled(
  begin: () => Promise<unknown>,
  isHanging: () => boolean,
): Promise<PromiseSettledResult<unknown>> {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const result = Promise.allSettled([begin()]);
    let isOver = false;
    void result.then(() => (isOver = true));
    let waited = 0;
    while (!isOver) {
      // After a minute there is no deadline left to come: only a busy machine is slow.
      const pauseMs = waited > 60_000 ? 50 : 1;
      await new Promise((resolve) =>
        isHanging() ? wait(resolve, pauseMs) : setImmediate(resolve),
      );
      if (isHanging() && !isOver) mock.timers.tick(500);
      if (isHanging()) waited += 500;
    }
    return (await result)[0];
  } finally {
    mock.timers.reset();
  }
}
