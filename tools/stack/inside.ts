// What `firebase emulators:exec` runs, in the folder of the stack's logs: the task, if the functions have
// loaded, with the variables that lead to the stack. The CLI itself only logs that they have not.
import { linkSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../process/paths.ts';
import { runProgram, stopPrograms } from '../process/program.ts';
import { readProject } from './config.ts';
import { findStack, stackEnvironment } from './running.ts';
import type { Task } from './stack.ts';

// The CLI deletes its log when it ends well.
linkSync('firebase-debug.log', 'firebase.log');
const logFile = relative(root, join(process.cwd(), 'firebase.log'));

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stopPrograms);
process.exitCode = await main();

async function main(): Promise<number> {
  const stack = await findStack(process.env['FIREBASE_EMULATOR_HUB'] ?? '');
  if (!stack) {
    const log = readFileSync('firebase.log', 'utf8');
    // What the functions themselves say, such as which param is wrong; else what the CLI says.
    const reason =
      /Failed to generate manifest from function source: (.*)/.exec(log) ??
      /Failed to load function definition from source: (?:\w*Error: )?(.*)/.exec(log);
    console.error(`The functions did not load: ${reason?.[1] ?? 'see the log'} (log: ${logFile})`);
    return 1;
  }
  const task = JSON.parse(process.env['DEVICE_SESSIONS_TASK']!) as Task;
  const { command, args, shell, outer, isAlone } = task;
  const before = Object.entries(outer).map(([name, value]) => [name, value ?? undefined]);
  const code = await runProgram(command, {
    ...{ args, shell, cwd: root },
    ...(isAlone && { stdio: ['inherit', 2, 2] }),
    env: {
      ...(Object.fromEntries(before) as NodeJS.ProcessEnv),
      ...stackEnvironment(stack, readProject()),
      ...task.env,
      DEVICE_SESSIONS_LOG: logFile,
      DEVICE_SESSIONS_TASK: undefined,
    },
  });
  if (code !== 0 && code < 128) console.error(`It failed (${code}). The stack's log: ${logFile}`);
  return code;
}
