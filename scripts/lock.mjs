// A lock between processes, as a file that names its owner. A lock whose owner has died is no lock.
// Runs on Node 20 and up.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Runs `work` while no other process holds the lock; waits for it as long as it takes.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  const own = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(own, String(process.pid));
  try {
    for (let turn = 0; !take(own, path); turn++) {
      if (turn === 5) console.error(`Waiting for another command (process ${ownerOf(path)}) ...`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    try {
      return await work();
    } finally {
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * The lock appears with its owner's name in it, or not at all: a link is one step.
 * @param {string} own
 * @param {string} path
 */
function take(own, path) {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  if (!isAlive(ownerOf(path))) removeStale(path);
  return false;
}

/** @param {string} path */
function removeStale(path) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    // A rename has one winner. If a live owner slipped in between, it gets its lock back.
    renameSync(path, aside);
    if (isAlive(ownerOf(aside))) linkSync(aside, path);
  } catch {
    // Somebody else was quicker: the next turn sees the new state.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {string} path @returns {number} the owner's process id; this process's own if unknown */
function ownerOf(path) {
  try {
    return Number(readFileSync(path, 'utf8')) || process.pid;
  } catch {
    return process.pid;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
