// Runs npm, silent unless it fails.
import { spawn } from 'node:child_process';

/** An install that failed: the message is for the developer, as it is. */
export class InstallError extends Error {
  /** @param {string} message @param {number} [exitCode] */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Resolves when npm has ended well, in this folder; rejects with an InstallError.
 * @param {string} folder
 * @param {string[]} args
 * @returns {Promise<void>}
 */
export function npm(folder, args) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
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
      if (interrupted || signal) {
        return reject(new InstallError('The install was interrupted.', 130));
      }
      const words = output.trim().split('\n').slice(0, 12).join('\n');
      const sentence = `npm ${args[0]} failed in ${folder} (exit code ${code}): npm's own words are above.`;
      reject(new InstallError(`${words}\n${sentence}`));
    });
  });
}
