// One process for all rehearsals of a test run: the Firebase CLI takes five seconds to load and less than one
// to deploy. It has the double for the whole world, no account, and nothing of the developer's own logins.
import { fork, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { witnesses } from '../../checks/hanging.ts';
import { startDouble, type Answer, type Double, type Heard } from './double/server.ts';

/** Commands of the Firebase CLI, and our own two. */
export type Command = 'deploy' | 'functions:kits:install' | 'deploy:check' | 'npm run deploy';

export interface Order {
  command: Command;
  words: string[];
}

export interface Played {
  code: number;
  output: string;
}

interface Stage {
  child: ChildProcess;
  double: Double;
}

let stage: Promise<Stage> | undefined;
let last: Promise<unknown> = Promise.resolve();

after(async () => {
  if (!stage) return;
  const { child, double } = await stage;
  child.kill();
  await once(child, 'exit');
  await double.close();
});

/** Plays a command where this is what Google answers; one command at a time. */
export function playIn(answer: Answer, command: Command, words: string[]): Promise<Played & Heard> {
  const played = last.then(() => play(answer, { command, words }));
  last = played.catch(() => {});
  return played;
}

async function play(answer: Answer, order: Order): Promise<Played & Heard> {
  const { child, double } = await (stage ??= open());
  const heard = double.listen(answer);
  const tell = () => `It plays: ${order.command} ${order.words.join(' ')}`;
  witnesses.add(tell);
  const answered = Promise.race([
    once(child, 'message') as Promise<[Played]>,
    once(child, 'exit').then(() => Promise.reject(new Error('The stage has fallen.'))),
  ]);
  child.send(order);
  try {
    const [{ code, output }] = await answered;
    return { code, output, ...heard };
  } finally {
    witnesses.delete(tell);
  }
}

async function open(): Promise<Stage> {
  const double = await startDouble();
  const home = mkdtempSync(join(tmpdir(), 'rehearsal-home-'));
  process.on('exit', () => rmSync(home, { recursive: true, force: true }));
  const credentials = join(home, 'account.json');
  writeFileSync(credentials, JSON.stringify(account()));
  const child = fork(join(import.meta.dirname, 'player.ts'), {
    cwd: home,
    // What the programs that it runs write, such as npm.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      CI: 'true',
      NO_UPDATE_NOTIFIER: '1',
      // So that it writes.
      IS_FIREBASE_CLI: 'true',
      FUNCTIONS_DISCOVERY_TIMEOUT: '3600',
      GOOGLE_APPLICATION_CREDENTIALS: credentials,
      ...double.environment,
    },
  });
  return { child, double };
}

/** Keys of nobody: the double gives a token to whoever asks. */
function account(): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    type: 'service_account',
    project_id: 'rehearsal',
    private_key_id: 'rehearsal',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: 'deployer@rehearsal.iam.gserviceaccount.com',
    token_uri: 'https://oauth2.googleapis.com/token',
  };
}
