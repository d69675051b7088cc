// Measures one part in this process: node bench/runPart.ts <part> <file for the result> [--quick]
import { writeFileSync } from 'node:fs';
import type { Measure } from './part.ts';
import { terminalOf } from './report/table.ts';
import { startEngine } from './support/engine.ts';

const [name = '', file = '', ...rest] = process.argv.slice(2);
// Google's libraries would look for a metadata server, off this machine.
process.env.METADATA_SERVER_DETECTION = 'none';
const engine = await startEngine();
process.env.FIRESTORE_EMULATOR_HOST = engine.host;
try {
  const { measure } = (await import(`./${name}.ts`)) as { measure: Measure };
  const part = await measure({
    quick: rest.includes('--quick'),
    progress: (line) => console.log(`  ${name}: ${line}`),
  });
  for (const table of part.tables) console.log(`\n${terminalOf(table)}`);
  console.log();
  writeFileSync(file, JSON.stringify(part));
} finally {
  await engine.close();
}
process.exit(0);
