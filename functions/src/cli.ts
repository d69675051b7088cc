#!/usr/bin/env node
// The command of the package. It makes the secret SESSION_KEYS: the key set alone on stdout.
//   npx device-sessions keys                             a new set
//   npx device-sessions keys --rotate < old.json         new keys in front: they are used, the old still verify
//   npx device-sessions keys --drop-last < old.json      without the last key of each kind that has several
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { dropLastSessionKeys, generateSessionKeys } from './tokens/sessionKeys.ts';

const usage = 'device-sessions keys [--rotate | --drop-last] [< old.json]';

/** The key set to print. Throws a TypeError, which quotes no key, for what it does not understand. */
async function keySet(args: string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { rotate: { type: 'boolean' }, 'drop-last': { type: 'boolean' } },
  });
  if (positionals.join() !== 'keys') throw new TypeError(`Usage: ${usage}`);
  if (values.rotate && values['drop-last']) {
    throw new TypeError('--rotate and --drop-last go one at a time: deploy in between');
  }
  if (!values.rotate && !values['drop-last']) return generateSessionKeys();
  if (process.stdin.isTTY) throw new TypeError('Give the present set on stdin: … < old.json');
  const existing = await text(process.stdin);
  return values.rotate ? generateSessionKeys(existing) : dropLastSessionKeys(existing);
}

try {
  process.stdout.write(`${await keySet(process.argv.slice(2))}\n`);
} catch (error) {
  // Nothing but the sentence: a stack says no more, and must never quote the set.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
