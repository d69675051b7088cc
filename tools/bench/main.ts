// npm run bench: measures, each part in a process of its own, and publishes what came out. It judges nothing.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from './part.ts';
import { parseBenchOptions } from './parts.ts';
import { describeMachine, publish, readResults } from './report/results.ts';
import { CommandError, runCommand } from '../process/command.ts';
import { isInstalled } from '../install/lockfile.mjs';
import { cache, root } from '../process/paths.ts';
import { runProgram } from '../process/program.ts';
import { UsageError } from '../process/words.ts';
import { findOfficialEmulator } from '../stack/official.ts';

await runCommand(async () => {
  const { parts, quick } = optionsOf(process.argv.slice(2));
  mkdirSync(cache, { recursive: true });
  const results = readResults();
  const machine = describeMachine();
  for (const name of parts) {
    if (name === 'revocationByRules' && !hasRules()) continue;
    if (name === 'peers') await installPeers();
    const file = join(cache, `bench-${name}.json`);
    const args = [
      join(root, 'tools', 'bench', 'runPart.ts'),
      name,
      file,
      ...(quick ? ['--quick'] : []),
    ];
    const code = await runProgram(process.execPath, { args, cwd: root });
    if (code !== 0) return code;
    const part = JSON.parse(readFileSync(file, 'utf8')) as Part;
    results[name] = { measuredOn: new Date().toISOString().slice(0, 10), machine, ...part };
    // What was measured stays, even if a later part fails.
    if (!quick) await publish(results);
  }
  return 0;
});

/** Only Google's emulator evaluates rules; where it is not, their figures stay as they are. */
function hasRules(): boolean {
  const official = findOfficialEmulator();
  if (!('missing' in official)) return true;
  console.log(`  revocationByRules is left out. ${official.missing}`);
  return false;
}

/** Nobody needs them but the bench, so they are no part of the install. */
async function installPeers(): Promise<void> {
  const folder = join(root, 'tools', 'bench', 'peers');
  if (isInstalled(folder)) return;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await runProgram('npm', { args, cwd: folder });
  if (code !== 0)
    throw new CommandError('npm could not install the peers in tools/bench/peers.', code);
}

function optionsOf(args: string[]) {
  try {
    return parseBenchOptions(args);
  } catch (error) {
    throw new UsageError((error as TypeError).message, { cause: error });
  }
}
