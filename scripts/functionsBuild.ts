// Compiles functions/ with its own TypeScript, once or at every change. Code that does not compile
// is not written, so the emulators keep the last good one.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CommandError } from './command.ts';
import { root } from './paths.ts';
import { runProgram } from './program.ts';

const functions = join(root, 'functions');
// Beside the output: deleting lib/ deletes the memory of what is in it.
const buildInfo = join(functions, 'lib', 'tsconfig.tsbuildinfo');
const compiler = [
  join(functions, 'node_modules', 'typescript', 'bin', 'tsc'),
  ...['--project', functions, '--noEmitOnError', '--incremental', '--tsBuildInfoFile', buildInfo],
];

/** Compiles; throws the compiler's messages and a sentence where it can't. */
export async function buildFunctions(): Promise<void> {
  const child = spawn(process.execPath, compiler, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new CommandError(`${output}\nThe functions do not compile: see above.`);
}

/** Compiles at each change of a source file, and reports the result; until it is stopped. */
export function watchFunctions(): Promise<number> {
  const args = [...compiler, '--watch', '--preserveWatchOutput'];
  return runProgram(process.execPath, { args, cwd: root });
}
