// How a command of operators speaks while the backend works in its process.
import { CommandError } from '../process/command.ts';

/** What the backend logs, and Google's libraries warn of, is no part of the answer. Returns how to undo it. */
export function silenceBackend(): () => void {
  process.removeAllListeners('warning');
  const { debug, info, warn } = console;
  Object.assign(console, { debug() {}, info() {}, warn() {} });
  return () => void Object.assign(console, { debug, info, warn });
}

/** A refusal, or what Google's libraries say, as one sentence. */
export function toCommandError(error: unknown, project: string): CommandError {
  const message = error instanceof Error ? error.message : String(error);
  const sentence = /default credentials|access token|metadata/i.test(message)
    ? 'nobody is logged in: gcloud auth application-default login (or set GOOGLE_APPLICATION_CREDENTIALS).'
    : message;
  return new CommandError(`${project}: ${sentence}`, 1, { cause: error });
}

/** Counts what the backend logs as errors, for all users may mean millions of lines. Returns how to tell and end that. */
export function tallyErrors(tell: Console['error']): () => void {
  const { error } = console;
  const counts = new Map<string, number>();
  console.error = (...words: unknown[]) => {
    const line = sentenceOf(words.map(String).join(' '));
    counts.set(line, (counts.get(line) ?? 0) + 1);
  };
  return () => {
    console.error = error;
    for (const [line, count] of counts) tell(`${line} (${count} times)`);
  };
}

/** Of a line of the structured log its message, without the stack. */
function sentenceOf(line: string): string {
  try {
    const { message } = JSON.parse(line) as { message?: unknown };
    if (typeof message === 'string') return message.split('\n')[0]!.replace(/^Error: /, '');
  } catch {
    // It is no such line.
  }
  return line.split('\n')[0]!;
}
