#!/usr/bin/env node
// The command of the package. It makes the secret SESSION_KEYS: the key set alone on stdout.
//   npx device-sessions keys                             a new set
//   npx device-sessions keys --rotate < old.json         new keys in front: they are used, the old still verify
//   npx device-sessions keys --drop-last < old.json      without the last key of each kind that has several
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { dropLastSessionKeys, generateSessionKeys } from './tokens/sessionKeys.ts';

const usage = 'device-sessions keys [--rotate | --drop-last] [< old.json]';

/** Exit code of a command that is called wrongly (sysexits.h: EX_USAGE). */
const wrongUsage = 64;

/** Throws a TypeError for words that it does not take. */
function parseOptions(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { rotate: { type: 'boolean' }, 'drop-last': { type: 'boolean' } },
  });
  if (positionals.join() !== 'keys') throw new TypeError(`Usage: ${usage}`);
  if (values.rotate && values['drop-last']) {
    throw new TypeError('--rotate and --drop-last go one at a time: deploy in between');
  }
  return values;
}

/** The key set to print. Throws a TypeError, which quotes no key, for a set that it cannot read. */
async function keySet(options: ReturnType<typeof parseOptions>): Promise<string> {
  if (!options.rotate && !options['drop-last']) return generateSessionKeys();
  if (process.stdin.isTTY) throw new TypeError('Give the present set on stdin: … < old.json');
  const existing = await text(process.stdin);
  return options.rotate ? generateSessionKeys(existing) : dropLastSessionKeys(existing);
}

let exitCode = wrongUsage;
try {
  const options = parseOptions(process.argv.slice(2));
  exitCode = 1;
  process.stdout.write(`${await keySet(options)}\n`);
  exitCode = 0;
} catch (error) {
  // Nothing but the sentence: a stack says no more, and must never quote the set.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
process.exitCode = exitCode;
