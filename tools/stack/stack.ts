// A stack for as long as one program runs against it: the Firebase CLI's own `emulators:exec` starts the
// emulators of firebase.json, waits for them, runs the program, and stops them.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildWeb } from '../../web/build.ts';
import { buildFunctions } from '../build/functionsBuild.ts';
import { cache, packageBin, root } from '../process/paths.ts';
import { runProgram, stoppedBy, type ProgramOptions } from '../process/program.ts';
import { fixedConfig, freeConfig, readProject } from './config.ts';
import { engineEnvironment } from './engine.ts';
import { reachThisMachineDirectly } from './noProxy.ts';
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
  /** Whether nothing but standard error is left to write to. */
  isAlone: boolean;
}

export interface StackRun extends Omit<Task, 'outer' | 'isAlone'> {
  /**
   * Besides the program's output: `logs` is what the functions log and the emulators warn of, `result` how it
   * went, as JSON; `nothing` has the program's output go to standard output whole. The stack's log has all of
   * it anyway.
   */
  shown?: 'logs' | 'result' | 'nothing';
  /** The functions give everything ten times as long: for tests, which no clock decides. */
  isPatient?: boolean;
  /** Other commands work on this stack for as long as it runs. */
  isForOthers?: boolean;
}

/** Builds the functions and the page, runs the program on a stack of its own, and resolves to its exit code. */
export async function runOnStack(options: StackOptions, run: StackRun): Promise<number> {
  const { shown = 'result', isForOthers = false, isPatient, ...program } = run;
  reachThisMachineDirectly();
  let withdraw = () => {};
  const config = await (options.freePorts ? freeConfig() : fixedConfig());
  try {
    const variables = {
      ...cliVariables,
      ...engineEnvironment(options.engine),
      ...(isPatient && { EMULATOR_PATIENCE: '10' }),
    };
    await Promise.all([buildFunctions(), buildWeb()]);
    await makeLocalSecrets();
    const outer = Object.keys(variables).map((name) => [name, process.env[name] ?? null] as const);
    const task: Task = {
      ...program,
      outer: Object.fromEntries(outer),
      isAlone: shown === 'nothing',
    };
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
        ...(shown === 'logs' ? ['--log-verbosity', 'QUIET'] : ['--json']),
        `"${process.execPath}" "${join(import.meta.dirname, 'inside.ts')}"`,
      ],
      cwd: folder,
      // What the CLI says at its end goes nowhere; the program writes to its standard error, which is ours out.
      ...(shown === 'nothing' && { stdio: ['inherit', 'ignore', 1] }),
      env: { ...variables, DEVICE_SESSIONS_TASK: JSON.stringify(task) },
    });
    if (shown === 'result') console.log();
    if (shown === 'nothing' && code !== 0 && !stoppedBy()) explainFailure(folder);
    if (code > 128 && !stoppedBy()) console.error('The emulators have been killed.');
    return code;
  } finally {
    withdraw();
    config.remove();
  }
}

/** Why the CLI ended before it ran anything, as its log has it. */
function explainFailure(folder: string): void {
  const file = join(folder, 'firebase-debug.log');
  if (existsSync(join(folder, 'firebase.log')) || !existsSync(file)) return;
  const errors = readFileSync(file, 'utf8').matchAll(/^\[error\] (.*)$/gm);
  const said = [...errors].map(([, text]) => text).filter((text) => text?.trim());
  console.error(
    [...said, `The emulators did not start (log: ${relative(root, file)}).`].join('\n'),
  );
}

const cliVariables: Record<string, string> = {
  // No messages of the day, no update checks, and none of the developer's own logins.
  CI: 'true',
  NO_UPDATE_NOTIFIER: '1',
  XDG_CONFIG_HOME: join(cache, 'config'),
  // The CLI asks a proxy for this machine, too, whatever NO_PROXY says.
  ...{ HTTP_PROXY: '', http_proxy: '', HTTPS_PROXY: '', https_proxy: '' },
  // Google's libraries look for a metadata server otherwise, which is no business of a local stack.
  METADATA_SERVER_DETECTION: 'none',
  // Seconds in which the functions must have loaded: 10 are few on a busy machine, and so are 60.
  FUNCTIONS_DISCOVERY_TIMEOUT: '3600',
};
