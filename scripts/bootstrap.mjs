// Runs one task on the pinned Node, after installing what is missing. Runs on Node 20 and up, with
// no package installed: only what Node brings.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, InstallError, pinnedNode, root } from './install.mjs';

/** @type {NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs scripts/<task>.ts and takes over its exit code.
 * @param {string | undefined} task
 * @param {string[]} args
 */
export async function runTask(task, args) {
  const script = join(root, 'scripts', `${task}.ts`);
  if (!task || !existsSync(script)) {
    console.error(`There is no task "${task ?? ''}": see "scripts" in package.json.`);
    process.exitCode = 1;
    return;
  }
  try {
    await ensureInstalled();
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
    return;
  }
  const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;
  const child = spawn(pinnedNode, [script, ...args], {
    // The task sees the channel close when this process dies, however it dies.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: path },
  });
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  // npm killed outright takes no one along: its death shows as a new parent.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 1000);
  child.on('error', (error) => {
    clearInterval(watch);
    console.error(
      `The pinned Node did not start (${error.message}): delete node_modules, try again.`,
    );
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    clearInterval(watch);
    process.exitCode = code ?? 128 + constants.signals[signal ?? 'SIGTERM'];
  });
}
