// How long each function takes from the start of its process to its first answer, and how much memory:
// beside the smallest function of the same SDK, not bundled, in the same run.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFunctions } from '../scripts/functionsBuild.ts';
import { root } from '../scripts/paths.ts';
import { openStage, type Stage } from './coldStart/stage.ts';
import { start, type Program, type Start } from './coldStart/start.ts';

export interface ColdStartRow {
  name: string;
  /** What its figures are beside: the smallest function that refuses, or that reads a document. */
  beside: 'refuse' | 'read';
  /** Milliseconds to the first answer. */
  median: number;
  fastest: number;
  slowest: number;
  /** Megabytes of resident memory after it, the median; null where the system does not tell. */
  memory: number | null;
  /** Medians beside the smallest function's. */
  timeRatio: number;
  memoryRatio: number | null;
}

export interface ColdStartOptions {
  runs?: number;
  /** What is deployed. */
  folder?: string;
  /** Only these of our functions. */
  only?: string[];
}

const callables = [
  ...['registerSession', 'listSessions', 'revokeSession', 'revokeOtherSessions', 'signOut'],
  ...['updateSession', 'renameSession', 'answerLogin', 'listSecurityEvents'],
];
const endpoints = [
  ...['refreshTokens', 'revokeToken', 'introspectToken', 'answerLoginAlert', 'confirmLogout'],
];
const documents = ['jwks', 'metadata'];
const queues = ['deliverPush', 'eraseUserLater'];
const triggers = ['onSessionCreated', 'onUserDeleted'];

/** Starts every function in turn, so many times over, after one round that is not counted. */
export async function coldStart(options: ColdStartOptions = {}): Promise<ColdStartRow[]> {
  const { runs = 15, folder = join(root, 'functions'), only } = options;
  const stage = await openStage();
  try {
    const programs = Object.entries(programsOf(stage, folder)).filter(
      ([name]) => !only || only.includes(name) || name.startsWith('smallest'),
    );
    const starts = new Map(programs.map(([name]) => [name, [] as Start[]]));
    for (let run = 0; run <= runs; run += 1) {
      for (const [name, program] of programs) {
        const result = await start(program);
        // The first round fills the system's cache of files.
        if (run > 0) starts.get(name)!.push(result);
      }
    }
    return programs.map(([name, { beside }]) => {
      const smallest = starts.get(smallestOf[beside]) ?? [];
      return toRow(name, beside, starts.get(name) ?? [], smallest);
    });
  } finally {
    await stage.close();
  }
}

const smallestOf = { refuse: 'smallest that refuses', read: 'smallest that reads' };

type Measured = Program & Pick<ColdStartRow, 'beside'>;

function programsOf(stage: Stage, folder: string): Record<string, Measured> {
  const { minimal, env, verifyingEnv, authorization } = stage;
  const post = { env, signature: 'http', method: 'POST' } as const;
  const refusal = { ...post, beside: 'refuse', expected: 401 } as const;
  const verifying = { ...post, env: verifyingEnv, authorization } as const;
  const reading = { ...verifying, beside: 'read', expected: 200 } as const;
  const own = (names: string[], program: Omit<Measured, 'folder' | 'entryPoint'>) =>
    Object.fromEntries(names.map((name) => [name, { ...program, folder, entryPoint: name }]));
  return {
    [smallestOf.refuse]: { ...refusal, folder: minimal.refuse, entryPoint: 'refuse' },
    [smallestOf.read]: { ...reading, folder: minimal.read, entryPoint: 'read' },
    'listSessions, answered': { ...reading, folder, entryPoint: 'listSessions' },
    ...own(callables, refusal),
    ...own(endpoints, { ...refusal, expected: 400 }),
    ...own(['introspectToken'], refusal),
    ...own(documents, { ...refusal, method: 'GET', expected: 200 }),
    ...own(queues, refusal),
    ...own(['sweep'], { ...post, beside: 'read', expected: 200 }),
    ...own(triggers, { ...refusal, signature: 'cloudevent', expected: 500 }),
  };
}

function toRow(
  name: string,
  beside: ColdStartRow['beside'],
  starts: Start[],
  smallest: Start[],
): ColdStartRow {
  const times = timesOf(starts);
  const memory = memoryOf(starts);
  const smallestMemory = memoryOf(smallest);
  return {
    name,
    beside,
    median: median(times),
    fastest: times[0] ?? 0,
    slowest: times.at(-1) ?? 0,
    memory,
    timeRatio: median(times) / median(timesOf(smallest)),
    memoryRatio: memory === null || smallestMemory === null ? null : memory / smallestMemory,
  };
}

const ascending = (numbers: number[]) => numbers.sort((a, b) => a - b);
const timesOf = (starts: Start[]) => ascending(starts.map(({ milliseconds }) => milliseconds));
const median = (sorted: number[]) => sorted[Math.floor(sorted.length / 2)] ?? 0;

function memoryOf(starts: Start[]): number | null {
  const known = starts.map(({ megabytes }) => megabytes).filter((size) => size !== null);
  return known.length > 0 ? median(ascending(known)) : null;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string' },
      folder: { type: 'string' },
      only: { type: 'string' },
    },
  });
  if (!values.folder) await buildFunctions();
  const rows = await coldStart({
    ...(values.runs && { runs: Number(values.runs) }),
    ...(values.folder && { folder: values.folder }),
    ...(values.only && { only: values.only.split(',') }),
  });
  console.table(
    rows.map(({ name, median, fastest, slowest, memory, timeRatio, memoryRatio }) => ({
      name,
      'ms (median)': Math.round(median),
      'fastest-slowest': `${Math.round(fastest)}-${Math.round(slowest)}`,
      ratio: timeRatio.toFixed(2),
      MB: memory === null ? '' : Math.round(memory),
      'MB ratio': memoryRatio?.toFixed(2) ?? '',
    })),
  );
}
