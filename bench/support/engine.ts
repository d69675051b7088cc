// An embedded Firestore for one part of the bench, as a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { program } from 'embedded-firestore';
import { until } from '../../functions/test/client/until.ts';
import { findFreePorts } from '../../scripts/stack/ports.ts';

export interface Engine {
  /** What FIRESTORE_EMULATOR_HOST is to say. */
  host: string;
  close(): Promise<void>;
}

/** Resolves when it answers. It ends with this process, if not before. */
export async function startEngine(): Promise<Engine> {
  const [port] = await findFreePorts(1);
  const args = [program, '--port', String(port), '--exit-with-parent'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const host = `127.0.0.1:${port}`;
  const answers = async () => (await fetch(`http://${host}/`).catch(() => null))?.ok ?? false;
  await until('an answer of the embedded Firestore', answers);
  return {
    host,
    async close() {
      child.kill();
      await once(child, 'exit');
    },
  };
}
