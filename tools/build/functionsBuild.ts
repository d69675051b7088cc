// Compiles and bundles functions/ with its own tools, as its `npm run build` does. Code that does not
// compile is not bundled, so the emulators keep the last good one.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CommandError } from '../process/command.ts';
import { root } from '../process/paths.ts';

const functions = join(root, 'functions');
// Beside the output: deleting lib/ deletes the memory of what is in it.
const buildInfo = join(functions, 'lib', 'tsconfig.tsbuildinfo');
const compiler = [
  join(functions, 'node_modules', 'typescript', 'bin', 'tsc'),
  ...['--noEmitOnError', '--incremental', '--tsBuildInfoFile', buildInfo],
];
const bundler = [
  join(functions, 'node_modules', 'rolldown', 'bin', 'cli.mjs'),
  ...['--config', join('bundle', 'rolldown.config.ts')],
];

let built: Promise<void> | undefined;

/**
 * Builds, once in a process: tests that run already may be reading. Throws the tools' messages and a
 * sentence where it can't.
 */
export function buildFunctions(): Promise<void> {
  return (built ??= build());
}

async function build(): Promise<void> {
  await run(compiler, 'The functions do not compile: see above.');
  await run(bundler, 'The functions could not be bundled: see above.');
}

/** What the functions are made of. */
export const functionSources = [join(functions, 'src')];

/** Builds what has changed, and says so. */
export async function rebuildFunctions(): Promise<void> {
  console.log('Building the functions ...');
  await build();
  console.log('The functions are built.');
}

async function run(args: string[], failure: string): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: functions,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new CommandError(`${output}\n${failure}`);
}
