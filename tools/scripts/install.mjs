// Installs what is missing at the root and in functions/, and nothing when nothing is. What is
// there is compared with the lockfile, so an interrupted install is found. Runs on Node 20 and up.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const pinnedNode = join(root, 'node_modules', '.bin', 'node');

/** An install that failed: the message is for the developer, as it is. */
class InstallError extends Error {
  /** @param {string} message @param {number} [exitCode] */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Installs what is missing; where that fails, says so and sets the exit code. */
export async function setUp() {
  try {
    await ensureInstalled();
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}

async function ensureInstalled() {
  if (isComplete()) return;
  if (!isInstalled(root)) {
    console.error('Installing the tools (about a minute the first time) ...');
    await npm(root, ['ci', '--include=dev', '--ignore-scripts']);
  }
  // Of all install scripts only this one is wanted: it fetches the pinned Node's binary.
  if (!existsSync(pinnedNode)) await npm(root, ['rebuild', 'node', '--ignore-scripts=false']);
  if (!isInstalled(join(root, 'functions'))) {
    console.error('Installing the functions ...');
    await npm(join(root, 'functions'), ['ci', '--include=dev', '--ignore-scripts']);
  }
  if (!isComplete()) {
    throw new InstallError('The install is not complete: delete both node_modules and try again.');
  }
}

function isComplete() {
  return isInstalled(root) && existsSync(pinnedNode) && isInstalled(join(root, 'functions'));
}

/**
 * Whether node_modules holds every package that the lockfile names, in that version. npm writes the
 * list inside node_modules last, so an interrupted install has none.
 * @param {string} folder
 */
export function isInstalled(folder) {
  const wanted =
    readPackages(join(folder, 'package-lock.json')) ??
    readPackages(join(folder, 'npm-shrinkwrap.json'));
  const found = readPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted || !found) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    if (!found[path]) return optional === true;
    return found[path].version === version && existsSync(join(folder, path, 'package.json'));
  });
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, optional?: boolean }> | null}
 */
function readPackages(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/**
 * Runs npm, silent unless it fails.
 * @param {string} folder
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function npm(folder, args) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
      env: { ...process.env, PATH: pathFor(folder) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    let interrupted = false;
    const interrupt = () => {
      interrupted = true;
      child.kill('SIGTERM');
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
    // The shell of an npm that was told to stop does not pass that on.
    const parent = process.ppid;
    const watch = setInterval(() => process.ppid === parent || interrupt(), 1000);
    const settle = () => {
      clearInterval(watch);
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, interrupt);
    };
    child.on('error', (error) => {
      settle();
      reject(new InstallError(`npm could not be started: ${error.message}.`));
    });
    child.on('close', (code, signal) => {
      settle();
      if (code === 0) return resolve();
      if (interrupted || signal)
        return reject(new InstallError('The install was interrupted.', 130));
      const where = folder === root ? '' : ' in functions/';
      reject(
        new InstallError(
          `${tail(output)}\nnpm ${args[0]} failed${where} (exit code ${code}): npm's own words are above.`,
        ),
      );
    });
  });
}

/** @param {string} output */
function tail(output) {
  return output.trim().split('\n').slice(0, 12).join('\n');
}

/**
 * npm must not run on a Node that it is about to delete, so the root's install keeps to the
 * machine's; functions/ asks for the pinned one.
 * @param {string} folder
 */
function pathFor(folder) {
  const own = join(root, 'node_modules', '.bin');
  const others = (process.env.PATH ?? '').split(':').filter((entry) => entry !== own);
  return (folder === root ? others : [own, ...others]).join(':');
}
