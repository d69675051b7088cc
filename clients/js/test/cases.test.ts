// The cases that every client passes, played on the web client's core.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeSessionsClient } from '../src/core/client.ts';
import type { SessionsClient } from '../src/core/sessionsClient.ts';
import type { Ended } from '../src/core/ending.ts';
import { pageLocks } from '../src/core/locks.ts';
import type { Waiting } from '../src/core/waiting.ts';
import type { Identity } from '../src/core/options.ts';
import { casesFolder, makeStage } from './caseStage.ts';
import type { Case, Json, Listener, Step } from './caseTypes.ts';
import { virtualTime } from './virtualTime.ts';

interface Settled {
  value?: unknown;
  error?: { reason?: string; message: string };
}

async function play(one: Case): Promise<void> {
  const time = virtualTime(1_000_000_000);
  const { stage, storage, transports, visibility } = makeStage(one, time);
  let locks = pageLocks();
  const tabs = new Map<string, SessionsClient>();
  let waiting: Waiting | null = null;
  const ended: Record<string, Ended[]> = {};
  const pending = new Map<string, Promise<Settled>>();
  const bound = new Map<string, Json>();
  const named = (value: Json | undefined, wanted: Json, what: string) =>
    requireNamed({ value, wanted, what }, bound);
  let ids = 0;

  const tabOf = (name: string): SessionsClient => {
    const before = tabs.get(name);
    if (before) return before;
    const client = makeSessionsClient({
      transports: transports(),
      storage: storage(),
      storagePrefix: '',
      locks: one.given?.locks === 'none' ? pageLocks() : locks,
      describe: () => ({ deviceName: 'Pixel 9', deviceType: 'ANDROID' }),
      randomId: () => `random-id-of-22-chars-${++ids}`,
      now: time.now,
      after: time.after,
      visibility: visibility(),
      patience: { delays: [300, 1500, 4000], longestWait: 10_000, sleep: time.sleep },
    });
    ended[name] = [];
    client.onEnded(async (end) => {
      ended[name]!.push(end);
      await listen(one.given?.listener, client, (identity) => stage.signIn(identity));
    });
    tabs.set(name, client);
    return client;
  };

  async function act(client: SessionsClient, name: string, data: Json[]): Promise<unknown> {
    if (name === 'prove') return await waiting!.prove(data[0] as string);
    if (name !== 'waitForConfirmation') {
      return await (client as unknown as Record<string, (...all: Json[]) => unknown>)[name]!(
        ...data,
      );
    }
    waiting = await client.waitForConfirmation({ details: data[0] });
    return waiting && (await waiting.done);
  }

  const call = (step: Step): Promise<Settled> => {
    const called = act(tabOf(step.tab ?? 'one'), step.call!, step.with ?? []);
    return called.then(
      (value) => ({ value }),
      (error: Settled['error']) => ({ error: error! }),
    );
  };

  async function judge(step: Step, waiting: Promise<Settled>): Promise<void> {
    const before = time.elapsedSeconds();
    const settled = await time.until(waiting);
    await time.settled();
    const seconds = time.elapsedSeconds() - before;
    ok(seconds <= (step.withinSeconds ?? Infinity), `${step.call} took ${seconds} s`);
    ok(seconds >= (step.afterSeconds ?? 0), `${step.call} took only ${seconds} s`);
    if (step.expect === undefined) return;
    if (step.expect === 'ok') {
      equal(settled.error, undefined);
      return;
    }
    const { reason, failed, value } = step.expect;
    if (reason) equal(settled.error?.reason, reason, settled.error?.message ?? 'It is no refusal.');
    if (failed) ok(settled.error, 'It has not failed.');
    if (value !== undefined) named(settled.value as Json, value, 'the value');
  }

  for (const step of one.steps) {
    if (step.server) Object.assign(stage.server, structuredClone(step.server));
    if (step.storage) Object.assign(stage.storage, step.storage);
    if (step.firebase) stage.firebase = step.firebase;
    if (step.signIn !== undefined) stage.signIn(step.signIn as unknown as Identity | null);
    if (step.clock) time.setOn(step.clock);
    if (step.visible !== undefined) stage.show(step.visible);
    if (step.reopen) {
      tabs.clear();
      stage.watchers.clear();
      stage.closed++;
      locks = pageLocks();
    }
    if (step.await) await judge(step, pending.get(step.await)!);
    if (step.call && step.later) pending.set(step.later, call(step));
    else if (step.call) await judge(step, call(step));
    await time.settled();
  }

  const { storage: kept = {}, firebase, ended: told, sent = {} } = one.then ?? {};
  for (const [key, value] of Object.entries(kept)) {
    named(JSON.parse(stage.items.get(key) ?? 'null') as Json, value, `the storage's ${key}`);
  }
  if (firebase !== undefined) named(stage.identity as Json, firebase, 'Firebase');
  const toldOf = Array.isArray(told) ? { one: told } : (told ?? {});
  for (const [tab, ends] of Object.entries(toldOf)) {
    named((ended[tab] ?? []) as unknown as Json, ends, `what the app was told in tab ${tab}`);
  }
  for (const [name, requests] of Object.entries(sent)) {
    const all = stage.sent.filter((request) => request.name === name).map(({ data }) => data);
    named(all, requests, `what was sent to ${name}`);
  }
}

async function listen(
  listener: Listener | undefined,
  client: SessionsClient,
  signIn: (identity: Identity) => void,
): Promise<void> {
  if (listener === 'throws') throw new Error('The disk is full.');
  if (listener === 'never ends') await new Promise<never>(() => {});
  if (typeof listener !== 'object') return;
  if ('calls' in listener) {
    await (client as unknown as Record<string, () => Promise<unknown>>)[listener.calls]!().catch(
      () => {},
    );
  } else signIn(listener['signs in'] as unknown as Identity);
}

/** The value has what is named, lists are as long, and one `$name` is one value throughout. */
function requireNamed(
  { value, wanted, what }: { value: Json | undefined; wanted: Json; what: string },
  bound: Map<string, Json>,
): void {
  const inner = (found: Json | undefined, item: Json, where: string) =>
    requireNamed({ value: found, wanted: item, what: where }, bound);
  if (typeof wanted === 'string' && wanted.startsWith('$')) {
    if (!bound.has(wanted)) bound.set(wanted, value ?? null);
    equal(value, bound.get(wanted), `${what}: ${wanted}`);
  } else if (Array.isArray(wanted)) {
    ok(Array.isArray(value), `${what}: ${JSON.stringify(value)}`);
    equal(value.length, wanted.length, `${what}: ${JSON.stringify(value)}`);
    for (const [at, item] of wanted.entries()) inner(value[at], item, what);
  } else if (typeof wanted === 'object' && wanted !== null) {
    const fields = (value ?? {}) as Record<string, Json>;
    for (const [key, item] of Object.entries(wanted)) inner(fields[key], item, `${what}, ${key}`);
  } else deepEqual(value ?? null, wanted, what);
}

const files = globSync(join(casesFolder, '*.json')).filter(
  (file) => !file.endsWith('standard.json'),
);

describe('client: the cases of all clients', () => {
  for (const file of files.sort()) {
    describe(basename(file, '.json'), () => {
      for (const one of JSON.parse(readFileSync(file, 'utf8')) as Case[]) {
        it(one.name, () => play(one));
      }
    });
  }
});
