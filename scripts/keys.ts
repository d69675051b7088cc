// Makes the secret SESSION_KEYS: the key set alone on stdout, what to do with it on stderr.
//   npm run --silent keys                            a new set
//   npm run --silent keys -- --rotate < old.json     new keys in front: they are used, the old still verify
//   npm run --silent keys -- --drop-last < old.json  without the last key of each kind that has several
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { dropLastSessionKeys, generateSessionKeys } from '../functions/src/tokens/sessionKeys.ts';

const store = 'echo "$keys" | npx firebase functions:secrets:set SESSION_KEYS --data-file -';
const load = 'keys=$(npx firebase functions:secrets:access SESSION_KEYS)';
const run = (flag: string) => `keys=$(echo "$keys" | npm run --silent keys -- ${flag})`;
const hint = `
The keys are on stdout. Keep them in no file: store them as a secret, then deploy.
  keys=$(npm run --silent keys) && ${store}
To rotate, with nobody logged out:
  ${load} && ${run('--rotate')} && ${store}
To drop the oldest keys, once nothing they made is in use (MAX_DAYS after the rotation was deployed;
sooner logs out the apps that have not refreshed their tokens since):
  ${load} && ${run('--drop-last')} && ${store}
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rotate: { type: 'boolean' }, 'drop-last': { type: 'boolean' } },
  });
  if (values.rotate && values['drop-last']) {
    throw new TypeError('--rotate and --drop-last go one at a time: deploy in between');
  }
  if (!values.rotate && !values['drop-last']) return print(await generateSessionKeys());
  if (process.stdin.isTTY) throw new TypeError('Give the present set on stdin: … < old.json');
  const existing = await text(process.stdin);
  const change = values.rotate ? generateSessionKeys : dropLastSessionKeys;
  print(await change(existing));
}

function print(keys: string): void {
  process.stdout.write(`${keys}\n`);
  process.stderr.write(hint);
}

try {
  await main();
} catch (error) {
  // Nothing but the sentence: a stack says no more, and must never quote the set.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
