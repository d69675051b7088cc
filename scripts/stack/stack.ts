// A running stack: the Firebase CLI with the Auth, Functions, Tasks and Firestore emulators, started,
// waited for, and stopped without leaving anything behind.
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CommandError, unlessStopped } from '../command.ts';
import { buildFunctions } from '../functionsBuild.ts';
import { cache, packageBin, root } from '../paths.ts';
import { fixedConfig, freeConfig, readProject, type StackConfig } from './config.ts';
import { engineEnvironment } from './engine.ts';
import { startGuarded, type Guarded } from './guarded.ts';
import type { Engine, StackOptions } from './options.ts';
import { isReadyLine, toFailure, toShownLine } from './output.ts';
import { host, type Ports } from './ports.ts';
import { forgetStack, rememberStack } from './running.ts';
import { makeLocalSecrets, readLocalSecrets } from './secrets.ts';

export interface Stack {
  project: string;
  engine: Engine;
  ports: Ports;
  /** The Firebase CLI's output, relative to the root. */
  logFile: string;
  /** Resolves when the stack ends, by itself or by `stop`. */
  ended: Promise<unknown>;
  stop(): Promise<void>;
}

const readyMilliseconds = 180_000;

/**
 * Builds the functions, starts a stack and resolves when every emulator answers and every function
 * is loaded. Rejects with a CommandError, and nothing left running, where it can't or `stopping`
 * aborts. `show` gets what the functions say from then on.
 */
export async function startStack(
  options: StackOptions,
  stopping: AbortSignal,
  show: (line: string) => void = () => {},
): Promise<Stack> {
  const config = await (options.freePorts ? freeConfig() : fixedConfig());
  const folder = join(cache, `stack-${config.ports.hub}`);
  const logFile = join(folder, 'firebase.log');
  let cli: Guarded | undefined;
  let isReady = false;
  const stop = async () => {
    // A CLI that is still starting has nothing to put in order, and may be too busy to listen.
    await (isReady ? cli?.stop() : cli?.kill());
    config.remove();
    if (!options.freePorts) forgetStack();
  };
  try {
    const environment = engineEnvironment(options.engine);
    await buildFunctions();
    await makeLocalSecrets();
    const project = readProject();
    const ready = Promise.withResolvers<void>();
    const failures: string[] = [];
    const onLine = (line: string) => {
      const failure = toFailure(line);
      if (isReady) {
        const shown = toShownLine(line);
        if (shown !== null) show(shown);
      } else if (failure !== null) {
        failures.push(failure);
      } else if (isReadyLine(line)) {
        isReady = true;
        ready.resolve();
      }
    };
    cli = startCli({ config, project, environment, folder, logFile, onLine });
    const giveUp = new Promise((resolve) => setTimeout(resolve, readyMilliseconds).unref());
    await unlessStopped(stopping, Promise.race([ready.promise, cli.exited, giveUp]));
    if (!isReady || failures.length > 0) throw new CommandError(notStarted(failures, logFile));
    const stack: Stack = {
      project,
      engine: options.engine,
      ports: config.ports,
      logFile: relative(root, logFile),
      ended: cli.exited,
      stop,
    };
    if (!options.freePorts) rememberStack(stack);
    return stack;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What a program needs to find the stack, as the emulators' own tools name it. */
export function stackEnvironment({ project, engine, ports }: Stack): Record<string, string> {
  return {
    GCLOUD_PROJECT: project,
    FIRESTORE_EMULATOR_HOST: `${host}:${ports.firestore}`,
    FIREBASE_AUTH_EMULATOR_HOST: `${host}:${ports.auth}`,
    FUNCTIONS_EMULATOR_HOST: `${host}:${ports.functions}`,
    CLOUD_TASKS_EMULATOR_HOST: `${host}:${ports.tasks}`,
    FIREBASE_EMULATOR_HUB: `${host}:${ports.hub}`,
    DEVICE_SESSIONS_ENGINE: engine,
    METADATA_SERVER_DETECTION: 'none',
    // What introspectToken of this stack asks for.
    INTROSPECTION_SECRET: readLocalSecrets().INTROSPECTION_SECRET ?? '',
  };
}

interface CliOptions {
  config: StackConfig;
  project: string;
  environment: NodeJS.ProcessEnv;
  folder: string;
  logFile: string;
  onLine: (line: string) => void;
}

function startCli(options: CliOptions): Guarded {
  const { config, project, environment, folder, logFile, onLine } = options;
  // The CLI writes its debug logs where it runs.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const data = join(root, 'emulator-data');
  return startGuarded({
    command: process.execPath,
    args: [
      join(packageBin, 'firebase'),
      'emulators:start',
      ...['--config', config.file, '--project', project, '--import', data],
      ...['--only', 'auth,functions,firestore,tasks'],
    ],
    cwd: folder,
    env: {
      ...process.env,
      ...environment,
      // No messages of the day, no update checks, and none of the developer's own logins.
      CI: 'true',
      NO_UPDATE_NOTIFIER: '1',
      // Google's libraries look for a metadata server otherwise, which is no business of a local stack.
      METADATA_SERVER_DETECTION: 'none',
      // Seconds in which the functions must have loaded: 10 are few on a busy machine.
      FUNCTIONS_DISCOVERY_TIMEOUT: '60',
      XDG_CONFIG_HOME: join(cache, 'config'),
    },
    logFile,
    onLine,
  });
}

function notStarted(failures: string[], logFile: string): string {
  const reason = failures.find((failure) => failure !== '') ?? 'they did not answer in time';
  return `The emulators did not start: ${reason} (log: ${relative(root, logFile)})`;
}
