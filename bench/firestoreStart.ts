// How long the embedded Firestore takes to answer after its start, beside the bare start of Node:
// medians of one run, and their ratio. Run it with `npm run bench`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { program } from 'embedded-firestore';
import { until } from '../functions/test/client/until.ts';
import { findFreePorts } from '../scripts/stack/ports.ts';

const runs = 7;

/** Milliseconds. */
async function timeNode(): Promise<number> {
  const started = performance.now();
  await once(spawn(process.execPath, ['--eval', '0'], { stdio: 'ignore' }), 'exit');
  return performance.now() - started;
}

/** Milliseconds from the start of the process to the first answer. */
async function timeFirestore(): Promise<number> {
  const [port] = await findFreePorts(1);
  const started = performance.now();
  const child = spawn(process.execPath, [program, '--port', String(port)], { stdio: 'ignore' });
  const answers = async () => (await fetch(`http://127.0.0.1:${port}/`).catch(() => null))?.ok;
  await until('an answer', async () => (await answers()) ?? false);
  const millis = performance.now() - started;
  child.kill();
  await once(child, 'exit');
  return millis;
}

const node: number[] = [];
const firestore: number[] = [];
// In turn, so that both meet the machine in the same mood.
for (let run = 0; run < runs; run += 1) {
  node.push(await timeNode());
  firestore.push(await timeFirestore());
}

const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
const ratio = median(firestore) / median(node);
console.log(`Bare Node           ${Math.round(median(node))} ms`);
console.log(
  `Embedded Firestore  ${Math.round(median(firestore))} ms, ${ratio.toFixed(1)} times as long`,
);
