// What a case of clients/cases is played on: a server, a storage and Firebase that do as the case says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity, Transports } from '../src/core/options.ts';
import type { Storage } from '../src/core/storage.ts';
import type { Visibility } from '../src/core/visibility.ts';
import type { Case, Json, Outcome, Request } from './caseTypes.ts';
import type { VirtualTime } from './virtualTime.ts';

export const casesFolder = join(import.meta.dirname, '..', '..', 'cases');
const standard = JSON.parse(readFileSync(join(casesFolder, 'standard.json'), 'utf8')) as Record<
  string,
  Json
>;

const never = () => new Promise<never>(() => {});

export function makeStage({ given }: Case, time: VirtualTime) {
  const stage = {
    identity: (given?.firebase ?? null) as Identity | null,
    items: new Map(Object.entries(given?.storage ?? {}).map(([key, value]) => [key, text(value)])),
    sent: [] as Request[],
    server: {} as Record<string, Outcome[]>,
    storage: { read: 'ok', write: 'ok' },
    firebase: 'ok',
    watchers: new Set<() => void>(),
    isVisible: true,
    lookers: new Set<() => void>(),
    /** Counts how often the page was closed: what an earlier one still does never comes to an end. */
    closed: 0,
    show(isVisible: boolean) {
      stage.isVisible = isVisible;
      for (const look of stage.lookers) look();
    },
    signIn(identity: Identity | null) {
      stage.identity = identity;
      for (const watcher of stage.watchers) watcher();
    },
  };
  for (const key of given?.damaged ?? []) {
    const whole = stage.items.get(key)!;
    stage.items.set(key, whole.slice(0, whole.length / 2));
  }

  async function failing(kind: 'read' | 'write'): Promise<void> {
    const now = stage.storage[kind];
    if (now === 'hang') await never();
    if (now === 'fail once') stage.storage[kind] = 'ok';
    if (now.startsWith('fail')) throw new Error('The storage fails.');
  }
  /** What a page does ends with the page. */
  function ofThisPage() {
    const { closed } = stage;
    return async <T>(work: () => Promise<T>): Promise<T> => {
      if (closed !== stage.closed) await never();
      const result = await work();
      return closed === stage.closed ? result : await never();
    };
  }

  const storage = (): Storage => {
    const here = ofThisPage();
    const doing = (kind: 'read' | 'write', act: () => string | null | void) =>
      here(async () => {
        await failing(kind);
        return act() ?? null;
      });
    return {
      getItem: (key) => doing('read', () => stage.items.get(key)),
      setItem: (key, value) => doing('write', () => void stage.items.set(key, value)),
      removeItem: (key) => doing('write', () => void stage.items.delete(key)),
    };
  };

  /** What comes of a request; with the status, where it is an answer. */
  async function outcome(name: string, data: Json): Promise<{ status: number; body: unknown }> {
    stage.sent.push({ name, data });
    const planned = stage.server[name] ?? [];
    const next: Outcome = (planned.length > 1 ? planned.shift() : planned[0]) ?? {};
    if (typeof next === 'object' && next.after) await time.sleep(next.after * 1000);
    if (next === 'hang') return await never();
    if (typeof next === 'string') throw new TypeError('fetch failed');
    if ('refuse' in next) return { status: 401, body: { error: 'x', ...next.refuse } };
    if ('http' in next) return { status: next.http!, body: next.body ?? null };
    return { status: 200, body: merged(standard[name], next.answer) };
  }

  async function identity(): Promise<Identity | null> {
    if (stage.firebase === 'hang') await never();
    if (stage.firebase === 'fail') throw coded('auth/network-request-failed');
    if (stage.firebase === 'ended' && stage.identity) {
      stage.signIn(null);
      throw coded('auth/user-token-expired');
    }
    return stage.identity;
  }

  const transports = (here = ofThisPage()): Transports => ({
    call: (name, data) =>
      here(async () => {
        const { status, body } = await outcome(name, data as Json);
        if (status === 200) return body;
        const isOurs = (body as { reason?: string } | null)?.reason !== undefined;
        throw coded('functions/internal', isOurs ? body : null);
      }),
    post: (name, data) => here(() => outcome(name, data as Json)),
    identity: () => here(identity),
    async signInWithCustomToken(token) {
      const [userId = '', sessionId = ''] = token.split('/');
      stage.signIn({ userId, sessionId, signedInAt: stage.identity?.signedInAt ?? 0 });
    },
    signOut: async () => stage.signIn(null),
    fetch: async () => new Response('fine'),
    watch: (changed) => void stage.watchers.add(changed),
  });
  const visibility = (): Visibility => ({
    isVisible: () => stage.isVisible,
    watch(changed) {
      stage.lookers.add(changed);
      return () => void stage.lookers.delete(changed);
    },
  });
  return { stage, storage, transports, visibility };
}

/** How the SDKs say it. */
function coded(code: string, details: unknown = null): Error {
  return Object.assign(new Error(code), { code }, details ? { details } : {});
}

function text(value: Json): string {
  return JSON.stringify(value);
}

function merged(base: Json | undefined, over: Json | undefined): Json {
  if (!isObject(base) || !isObject(over)) return over === undefined ? (base ?? null) : over;
  const all = { ...base };
  for (const [key, value] of Object.entries(over)) all[key] = merged(all[key], value);
  return all;
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
