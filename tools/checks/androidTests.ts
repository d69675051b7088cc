// The tests of clients/android, by npm run test:android: it says where they cannot run, and ends with their
// counts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';
import { unavailable } from '../process/command.ts';
import { root } from '../process/paths.ts';
import { countsOf, noCounts, type Counts } from './counts.ts';

const command = 'test:android';

export async function androidTests(): Promise<Counts> {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  if (!scripts[command]) return noCounts;
  const child = spawn('npm', ['run', '--silent', command], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  // Maven resets the colours of the terminal at its end, on whatever line comes next.
  const output = stripVTControlCharacters(await text(child.stdout));
  // Who runs all tests says how many passed, and which failed.
  console.log(output.replace(/^(Failed: .*|\d+ passed, .*)$/gm, '').trimEnd());
  const [code] = await ended;
  return code === unavailable ? noCounts : countsOf(output, command, code ?? 1);
}
