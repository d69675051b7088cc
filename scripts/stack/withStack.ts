// A stack for as long as some programs run against it.
import { runProgram, type ProgramOptions } from '../program.ts';
import type { StackOptions } from './options.ts';
import { stackEnvironment, startStack, type Stack } from './stack.ts';

/** Runs a program that finds the stack in its environment; resolves to its exit code. */
export type RunOnStack = (
  command: string,
  options?: Omit<ProgramOptions, 'stopping'>,
) => Promise<number>;

/** Starts a stack, does the work, stops the stack. A stack that ends early ends the programs too. */
export async function withStack<T>(
  options: StackOptions,
  stopping: AbortSignal,
  work: (run: RunOnStack, stack: Stack) => Promise<T>,
): Promise<T> {
  const stack = await startStack(options, stopping);
  const broken = new AbortController();
  let isDone = false;
  void stack.ended.then(() => {
    if (!isDone) broken.abort();
  });
  try {
    const signal = AbortSignal.any([stopping, broken.signal]);
    return await work(runOn(stack, signal), stack);
  } finally {
    isDone = true;
    await stack.stop();
    if (broken.signal.aborted) {
      console.error(`The emulators have ended by themselves (log: ${stack.logFile}).`);
    }
  }
}

/** As withStack's `run`, for a stack that is there already. */
export function runOn(stack: Stack, stopping: AbortSignal): RunOnStack {
  return (command, options = {}) => {
    const env = { ...process.env, ...stackEnvironment(stack), ...options.env };
    return runProgram(command, { ...options, env, stopping });
  };
}
