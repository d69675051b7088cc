// The engines that the conformance suite runs on. Each is started once, on a free port, when a test first
// needs it, and stopped at the end. The official one takes part where the launcher has found a JDK and the
// emulator's jar; elsewhere it shows as pending.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Firestore } from 'firebase-admin/firestore';
import { connect, uniqueProject } from './clients.ts';

export interface RunningEngine {
  /** `host:port` */
  address: string;
  child: ChildProcess;
}

interface EngineKind {
  name: 'embedded' | 'official';
  /** Google's reports each refused call with a stack trace. */
  errors: 'inherit' | 'ignore';
  /** The command that serves on a port, or undefined where the engine is not installed. */
  command(port: number): string[] | undefined;
}

export const mainProgram = fileURLToPath(new URL('../main.ts', import.meta.url));

const kinds: EngineKind[] = [
  {
    name: 'embedded',
    errors: 'inherit',
    command: (port) => [process.execPath, mainProgram, '--port', String(port)],
  },
  {
    name: 'official',
    errors: 'ignore',
    command(port) {
      const java = process.env['OFFICIAL_FIRESTORE_JAVA'];
      const jar = process.env['OFFICIAL_FIRESTORE_JAR'];
      const mainClass = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';
      return java && jar
        ? [java, '-cp', jar, mainClass, '--host', '127.0.0.1', '--port', String(port)]
        : undefined;
    },
  },
];

const running = new Map<string, Promise<RunningEngine>>();

after(async () => {
  const engines = await Promise.allSettled(running.values());
  for (const engine of engines) if (engine.status === 'fulfilled') await stopEngine(engine.value);
});

/** Declares the same tests for every engine; each group of tests gets a project, and so data, of its own. */
export function onEachEngine(title: string, declare: (open: () => Firestore) => void): void {
  for (const kind of kinds) {
    describe(`${title}, ${kind.name} engine`, () => {
      if (!kind.command(0)) {
        it('runs where OFFICIAL_FIRESTORE_JAVA and OFFICIAL_FIRESTORE_JAR are set');
        return;
      }
      let firestore: Firestore | undefined;
      before(async () => {
        firestore = connect((await sharedEngine(kind)).address, uniqueProject());
      });
      after(() => firestore?.terminate());
      declare(() => firestore!);
    });
  }
}

/** An embedded engine for one test file alone, with these further arguments. */
export function startEmbedded(...args: string[]): Promise<RunningEngine> {
  return start((port) => [process.execPath, mainProgram, '--port', String(port), ...args]);
}

export async function stopEngine({ child }: RunningEngine): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Asks until there is an answer other than undefined. */
export async function eventually<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function sharedEngine(kind: EngineKind): Promise<RunningEngine> {
  let engine = running.get(kind.name);
  if (!engine) {
    engine = start((port) => kind.command(port)!, kind.errors);
    running.set(kind.name, engine);
  }
  return engine;
}

async function start(
  command: (port: number) => string[],
  errors: EngineKind['errors'] = 'inherit',
): Promise<RunningEngine> {
  const port = await freePort();
  const [program, ...args] = command(port);
  const child = spawn(program!, args, { stdio: ['ignore', 'ignore', errors] });
  const address = `127.0.0.1:${port}`;
  const answers = async () => {
    if (child.exitCode !== null) throw new Error(`the engine has exited: ${child.exitCode}`);
    const response = await fetch(`http://${address}/`).catch(() => undefined);
    return response?.ok ? true : undefined;
  };
  try {
    await eventually(answers);
  } catch (error) {
    await stopEngine({ address, child });
    throw error;
  }
  return { address, child };
}
