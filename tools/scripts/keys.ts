// Makes the secret SESSION_KEYS: the key set alone on stdout, what to do with it on stderr.
//   npm run --silent keys                            a new set
//   npm run --silent keys -- --rotate < old.json     new keys in front: they are used, the old still verify
//   npm run --silent keys -- --drop-last < old.json  without the last key of each kind that has several

const store = 'echo "$keys" | npx firebase functions:secrets:set SESSION_KEYS --data-file -';
const load = 'keys=$(npx firebase functions:secrets:access SESSION_KEYS)';
const run = (flag: string) => `keys=$(echo "$keys" | npm run --silent keys -- ${flag})`;
const hint = `
The keys are on stdout. Keep them in no file: store them as a secret, then deploy.
  keys=$(npm run --silent keys) && ${store}
To rotate, with nobody logged out:
  ${load} && ${run('--rotate')} && ${store}
To drop the oldest keys, once nothing they made is in use (the longest time of SESSION_LIFETIMES and
RETENTION_DAYS after the rotation was deployed; sooner logs out the apps that have not refreshed since):
  ${load} && ${run('--drop-last')} && ${store}
`;

process.argv.splice(2, 0, 'keys');
await import('../../functions/src/cli.ts');
if (!process.exitCode) process.stderr.write(hint);
