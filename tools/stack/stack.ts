// A stack for as long as one program runs against it: the Firebase CLI's own `emulators:exec` starts the
// emulators of firebase.json, waits for them, runs the program, and stops them.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWeb } from '../../web/build.ts';
import { buildFunctions, type BuildOptions } from '../build/functionsBuild.ts';
import { cache, packageBin, root } from '../process/paths.ts';
import { runProgram, stoppedBy, type ProgramOptions } from '../process/program.ts';
import { fixedConfig, freeConfig, readProject } from './config.ts';
import { engineEnvironment } from './engine.ts';
import type { StackOptions } from './options.ts';
import { announceStack } from './ownStack.ts';
import { host } from './ports.ts';
import { makeLocalSecrets } from './secrets.ts';

/** What inside.ts runs on the stack. */
export interface Task extends Pick<ProgramOptions, 'args' | 'shell'> {
  command: string;
  /** Variables to add. */
  env?: Record<string, string>;
  /** The variables to give back their value of before the CLI; null has none. */
  outer: Record<string, string | null>;
}

export interface StackRun extends Omit<Task, 'outer'>, BuildOptions {
  /** Show what the functions log, and warnings of the emulators. The stack's log has all of it anyway. */
  showLogs?: boolean;
  /** Other commands work on this stack for as long as it runs. */
  isForOthers?: boolean;
}

/** Builds the functions and the page, runs the program on a stack of its own, and resolves to its exit code. */
export async function runOnStack(options: StackOptions, run: StackRun): Promise<number> {
  const { showLogs = false, isForOthers = false, readable, ...program } = run;
  let withdraw = () => {};
  const config = await (options.freePorts ? freeConfig() : fixedConfig());
  try {
    const variables = { ...cliVariables, ...engineEnvironment(options.engine) };
    await Promise.all([buildFunctions({ readable }), buildWeb()]);
    await makeLocalSecrets();
    const outer = Object.keys(variables).map((name) => [name, process.env[name] ?? null] as const);
    const task: Task = { ...program, outer: Object.fromEntries(outer) };
    // The CLI writes its logs where it runs.
    const folder = join(cache, `stack-${config.hubPort}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    if (isForOthers) withdraw = announceStack(folder, `${host}:${config.hubPort}`);
    const code = await runProgram(process.execPath, {
      args: [
        ...[join(packageBin, 'firebase'), 'emulators:exec'],
        ...['--config', config.file, '--project', readProject()],
        ...['--only', config.emulators.join(',')],
        ...['--import', join(root, 'emulator-data')],
        // With --json the CLI writes nothing but how it went, at the end, without a line break.
        ...(showLogs ? ['--log-verbosity', 'QUIET'] : ['--json']),
        `"${process.execPath}" "${join(import.meta.dirname, 'inside.ts')}"`,
      ],
      cwd: folder,
      env: { ...variables, DEVICE_SESSIONS_TASK: JSON.stringify(task) },
    });
    if (!showLogs) console.log();
    if (code > 128 && !stoppedBy()) console.error('The emulators have been killed.');
    return code;
  } finally {
    withdraw();
    config.remove();
  }
}

const cliVariables: Record<string, string> = {
  // No messages of the day, no update checks, and none of the developer's own logins.
  CI: 'true',
  NO_UPDATE_NOTIFIER: '1',
  XDG_CONFIG_HOME: join(cache, 'config'),
  // Google's libraries look for a metadata server otherwise, which is no business of a local stack.
  METADATA_SERVER_DETECTION: 'none',
  // Seconds in which the functions must have loaded: 10 are few on a busy machine.
  FUNCTIONS_DISCOVERY_TIMEOUT: '60',
};
