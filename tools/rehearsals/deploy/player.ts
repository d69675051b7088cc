// The process of stage.ts: plays each command that it is sent, and answers with what it has written.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkCommand } from '../../deploy/checkCommand.ts';
import { deployCommand } from '../../deploy/deployCommand.ts';
import { CommandError } from '../../process/command.ts';
import { root } from '../../process/paths.ts';
import type { Command, Order, Played } from './stage.ts';

const require = createRequire(import.meta.url);
const cli = dirname(require.resolve('firebase-tools/package.json'));
const { deploy, functions } = require(cli) as Cli;
const { useConsoleLoggers } = require(`${cli}/lib/logger`) as { useConsoleLoggers(): void };
const { logError } = require(`${cli}/lib/logError`) as { logError(error: unknown): void };

let output = '';
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (text: string | Uint8Array) => {
    output += text.toString();
    return true;
  };
}
useConsoleLoggers();

process.on('message', (order: Order) => {
  void play(order).then((played) => process.send!(played));
});

async function play({ command, words }: Order): Promise<Played> {
  output = '';
  const code = await commands[command](words);
  return { code, output };
}

const commands: Record<Command, (words: string[]) => Promise<number>> = {
  deploy: (words) => playCli(deploy, words),
  'functions:kits:install': (words) => playCli(functions.kits.install, words),
  'deploy:check': (words) => playOwn(checkCommand, words),
  'npm run deploy': (words) =>
    playOwn(
      (own) =>
        deployCommand(own, (rest) =>
          playCli(deploy, [...rest, '--config', join(root, 'firebase.json')]),
        ),
      words,
    ),
};

/** As the CLI's own program ends. */
async function playCli(command: CliCommand, words: string[]): Promise<number> {
  try {
    await command(optionsOf(words));
    return 0;
  } catch (error) {
    logError(error);
    return (error as { exit?: number }).exit ?? 2;
  }
}

/** As runCommand ends. */
async function playOwn(command: (words: string[]) => Promise<number>, words: string[]) {
  try {
    return await command(words);
  } catch (error) {
    console.error(error instanceof CommandError ? error.message : error);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}

function optionsOf(words: string[]): object {
  const { values } = parseArgs({
    args: words,
    options: {
      project: { type: 'string' },
      config: { type: 'string' },
      only: { type: 'string' },
      directory: { type: 'string' },
      force: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      'non-interactive': { type: 'boolean' },
    },
  });
  const { 'dry-run': dryRun, 'non-interactive': nonInteractive, ...others } = values;
  return { ...others, dryRun, nonInteractive };
}

type CliCommand = (options: object) => Promise<unknown>;
interface Cli {
  deploy: CliCommand;
  functions: { kits: { install: CliCommand } };
}
