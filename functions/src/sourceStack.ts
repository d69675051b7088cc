// Stack traces of the bundle that name the files and lines of src/. The source maps are read when an
// error is logged, and only those of its stack: Node's own way takes its time at every start
// (docs/decisions/0031).
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { SessionError } from './errors.ts';

/** `file:///…/chunks/wiring.js:1:2345`, wherever it stands in a line. */
const position = /file:\/\/\/[^\s()]+\.js:\d+:\d+/g;

/** By the file's URL; null where it has none. */
const maps = new Map<string, SourceMap | null>();

/** The stack, with the places in src/ that the bundle was made of; a place without a source map stays. */
export function sourceStack({ stack = '' }: Pick<Error, 'stack'>): string {
  return stack.replace(position, (built) => {
    const [, file = '', line, column] = /^(.+):(\d+):(\d+)$/.exec(built) ?? [];
    const entry = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry)) return built;
    const source = new URL(entry.originalSource, file).href;
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

/** How many causes behind an error are shown. */
const mostCauses = 4;

/**
 * The same work. What it throws, and the causes of that, have such a stack, so that whoever logs them
 * shows it. Refusals are not logged, so they stay as they are.
 */
export async function withSourceStack<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof SessionError)) showSources(error, mostCauses);
    throw error;
  }
}

function showSources(error: unknown, causes: number): void {
  if (!(error instanceof Error)) return;
  // A frozen one stays as it is.
  Reflect.set(error, 'stack', sourceStack(error));
  if (causes > 0) showSources(error.cause, causes - 1);
}

function mapOf(file: string): SourceMap | null {
  const known = maps.get(file);
  if (known !== undefined) return known;
  const read = readMap(file);
  maps.set(file, read);
  return read;
}

/** Never throws: an error that is logged must not become another. */
function readMap(file: string): SourceMap | null {
  try {
    const text = readFileSync(new URL(`${file}.map`), 'utf8');
    return new SourceMap(JSON.parse(text) as SourceMapPayload);
  } catch {
    return null;
  }
}
