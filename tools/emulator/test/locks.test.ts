// The order in which owners of claims go on.
import assert from 'node:assert/strict';
import type { Claim } from '../src/claims.ts';
import { createLocks, type Locks, type Owner } from '../src/locks.ts';

const claim = (path: string): Claim[] => [{ kind: 'document', path }];
const sameDocument = (a: Claim, b: Claim): boolean =>
  a.kind === 'document' && b.kind === 'document' && a.path === b.path;

interface Trial {
  locks: Locks;
  /** What has happened, in order: `name` was granted, `name!` refused, `name x` aborted. */
  log: string[];
  owner(name: string): Owner;
  acquire(name: string, path: string): Promise<void>;
}

function open(waitMillis?: number): Trial {
  const log: string[] = [];
  const owners = new Map<string, Owner>();
  const nameOf = (owner: Owner): string | undefined =>
    [...owners].find(([, known]) => known === owner)?.[0];
  const locks = createLocks(sameDocument, (owner) => log.push(`${nameOf(owner)} x`), waitMillis);
  const owner = (name: string): Owner => {
    const known = owners.get(name) ?? { age: owners.size };
    owners.set(name, known);
    return known;
  };
  return {
    locks,
    log,
    owner,
    acquire: (name, path) =>
      locks.acquire(owner(name), claim(path)).then(
        () => void log.push(name),
        (error: { code: number }) => void log.push(`${name}! ${error.code}`),
      ),
  };
}

describe('locks', () => {
  it('are granted in the order in which they were asked for', async () => {
    const { locks, log, owner, acquire } = open();
    const all = ['a', 'b', 'c'].map((name) => acquire(name, 'x'));
    await all[0];
    assert.deepEqual(log, ['a']);
    locks.release(owner('a'));
    await all[1];
    assert.deepEqual(log, ['a', 'b']);
    locks.release(owner('b'));
    await all[2];
    assert.deepEqual(log, ['a', 'b', 'c']);
  });

  it('do not make anybody wait for other documents', async () => {
    const { log, acquire } = open();
    await acquire('a', 'x');
    await acquire('b', 'y');
    assert.deepEqual(log, ['a', 'b']);
  });

  it('are granted again to who holds them, whoever waits', async () => {
    const { log, acquire } = open();
    await acquire('a', 'x');
    void acquire('b', 'x');
    await acquire('a', 'x');
    assert.deepEqual(log, ['a', 'a']);
  });

  it('abort the younger of two owners that wait for each other', async () => {
    const { log, acquire } = open();
    await acquire('old', 'x');
    await acquire('young', 'y');
    await Promise.all([acquire('old', 'y'), acquire('young', 'x')]);
    assert.deepEqual(log, ['old', 'young', 'young x', 'old', 'young! 10']);
  });

  it('abort the youngest of three in a circle, and go on', async () => {
    const { log, acquire } = open();
    await acquire('a', 'x');
    await acquire('b', 'y');
    await acquire('c', 'z');
    void acquire('a', 'y');
    void acquire('b', 'z');
    await acquire('c', 'x');
    assert.deepEqual(log, ['a', 'b', 'c', 'c x', 'b', 'c! 10']);
  });

  it('are refused to who has waited too long, and given back by them', async () => {
    const { log, acquire } = open(20);
    await acquire('a', 'x');
    await acquire('b', 'y');
    await acquire('b', 'x');
    await acquire('c', 'y');
    assert.deepEqual(log, ['a', 'b', 'b x', 'b! 10', 'c']);
  });
});
