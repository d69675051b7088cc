import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../lock.mjs';

describe('withLock', () => {
  let folder: string;
  let lock: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-test-'));
    lock = join(folder, 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('holds the lock during the work and leaves nothing behind', async () => {
    await withLock(lock, async () => assert.ok(existsSync(lock)));
    assert.deepEqual(readdirSync(folder), []);
  });

  it('gives the lock back when the work fails', async () => {
    await assert.rejects(
      withLock(lock, () => Promise.reject(new Error('broken'))),
      /broken/,
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it('waits while the owner lives', async () => {
    writeFileSync(lock, String(process.ppid));
    let isDone = false;
    const waiting = withLock(lock, async () => {
      isDone = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 450));
    assert.equal(isDone, false);
    rmSync(lock);
    await waiting;
    assert.equal(isDone, true);
  });

  it('takes over the lock of a process that has died', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(lock, String(pid));
    assert.equal(await withLock(lock, async () => 'done'), 'done');
  });
});
