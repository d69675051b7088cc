// How long the embedded Firestore takes to answer after its start, beside the bare start of Node.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Measure } from './part.ts';
import { startEngine } from './support/engine.ts';
import { spreadOf, timed } from './support/spread.ts';

export const measure: Measure = async ({ quick }) => {
  const runs = quick ? 3 : 7;
  const node: number[] = [];
  const firestore: number[] = [];
  // In turn, so that both meet the machine in the same mood.
  for (let run = 0; run < runs; run += 1) {
    node.push(await timed(startNode));
    firestore.push(await timeFirestore());
  }
  const rowOf = (label: string, times: number[]) => {
    const { min, p50, max } = spreadOf(times);
    return [label, min, p50, max, p50 / spreadOf(node).p50];
  };
  return {
    name: 'firestoreStart',
    tables: [
      {
        name: 'firestoreStart',
        columns: ['start of', 'min ms', 'p50 ms', 'max ms', '× Node'],
        rows: [rowOf('bare Node', node), rowOf('the embedded Firestore', firestore)],
      },
    ],
    charts: [],
  };
};

async function startNode(): Promise<void> {
  await once(spawn(process.execPath, ['--eval', '0'], { stdio: 'ignore' }), 'exit');
}

/** Milliseconds from the start of the process to the first answer. */
async function timeFirestore(): Promise<number> {
  const startedAt = performance.now();
  const engine = await startEngine();
  const millis = performance.now() - startedAt;
  await engine.close();
  return millis;
}
