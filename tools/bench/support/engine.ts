// A Firestore for one part of the bench, as a process of its own.
import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { program } from 'embedded-firestore';
import { until } from '../../../clients/js/testing/until.ts';
import type { OfficialEmulator } from '../../stack/official.ts';
import { findFreePorts } from '../../stack/ports.ts';

/** Starts jars that name no main class. */
const standIn = fileURLToPath(new URL('../../stack/bin/java', import.meta.url));

export interface Engine {
  /** What FIRESTORE_EMULATOR_HOST is to say. */
  host: string;
  close(): Promise<void>;
}

/** The embedded one. Resolves when it answers; it ends with this process, if not before. */
export async function startEngine(): Promise<Engine> {
  return await start((port) => [process.execPath, program, '--port', port, '--exit-with-parent']);
}

/** Google's emulator, where it is on this machine. It reports each refused call, which nobody wants here. */
export async function startOfficialEngine({ java, jar }: OfficialEmulator): Promise<Engine> {
  const command = (port: string) => [standIn, '-jar', jar, '--host', '127.0.0.1', '--port', port];
  const env = { ...process.env, DEVICE_SESSIONS_JAVA: java.path };
  return await start(command, { stdio: 'ignore', env });
}

async function start(
  command: (port: string) => string[],
  options: SpawnOptions = { stdio: ['ignore', 'ignore', 'inherit'] },
): Promise<Engine> {
  const [port] = await findFreePorts(1);
  const [file = '', ...args] = command(String(port));
  const child = spawn(file, args, options);
  const host = `127.0.0.1:${port}`;
  const answers = async () => (await fetch(`http://${host}/`).catch(() => null))?.ok ?? false;
  await until('an answer of Firestore', answers);
  return {
    host,
    async close() {
      child.kill();
      await once(child, 'exit');
    },
  };
}
