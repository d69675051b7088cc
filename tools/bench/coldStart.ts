// How long each function takes from the start of its process to its first answer, and how much memory:
// beside the smallest functions of the same SDK, which are not bundled.
import { join } from 'node:path';
import { buildFunctions } from '../build/functionsBuild.ts';
import { root } from '../process/paths.ts';
import { openStage, type Stage } from './coldStart/stage.ts';
import { start, type Program, type Start } from './coldStart/start.ts';
import type { Bar, Cell, Measure } from './part.ts';
import { spreadOf } from './support/spread.ts';

const folder = join(root, 'functions');
const smallestOf = { refuse: 'smallest that refuses', read: 'smallest that reads' };
const answered = 'listSessions answered';

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
export const measure: Measure = async ({ quick, progress }) => {
  await buildFunctions();
  const stage = await openStage();
  try {
    const programs = Object.entries(programsOf(stage));
    const starts = new Map(programs.map(([name]) => [name, [] as Start[]]));
    const runs = quick ? 1 : 7;
    for (let run = 0; run <= runs; run += 1) {
      progress(`cold starts, round ${run} of ${runs}`);
      for (const [name, program] of programs) {
        const result = await start(program);
        // The first round fills the system's cache of files.
        if (run > 0) starts.get(name)!.push(result);
      }
    }
    const columns = [
      'first answer of',
      'min ms',
      'p50 ms',
      'max ms',
      'p50 MB',
      '× time',
      '× memory',
    ];
    const rows = programs.map(([name, { beside }]): Cell[] => {
      const time = timeOf(starts.get(name)!);
      const memory = memoryOf(starts.get(name)!);
      const smallest = starts.get(smallestOf[beside])!;
      const smallestMemory = memoryOf(smallest);
      return [
        ...[name, time.min, time.p50, time.max, memory, time.p50 / timeOf(smallest).p50],
        memory === null || smallestMemory === null ? null : memory / smallestMemory,
      ];
    });
    const bars = programs.map(([name]): Bar => {
      const { min, p50, max } = timeOf(starts.get(name)!);
      const ours = !name.startsWith('smallest') && !name.endsWith('not bundled');
      return { label: name, value: p50, low: min, high: max, ours };
    });
    return {
      name: 'coldStart',
      tables: [{ name: 'coldStart', columns, rows }],
      charts: [
        {
          name: 'coldStart',
          title: 'From the start of the process to the first answer',
          unit: 'ms: p50, min to max',
          groups: [{ label: '', bars }],
        },
      ],
    };
  } finally {
    await stage.close();
  }
};

/** Beside which of the smallest functions it stands. */
type Measured = Program & { beside: keyof typeof smallestOf };

function programsOf(stage: Stage): Record<string, Measured> {
  const { minimal, compiled, env, verifyingEnv, authorization } = stage;
  const post = { env, signature: 'http', method: 'POST' } as const;
  const refusal = { ...post, beside: 'refuse', expected: 401 } as const;
  const verifying = { ...post, env: verifyingEnv, authorization } as const;
  const reading = { ...verifying, beside: 'read', expected: 200 } as const;
  const own = (names: string[], program: Omit<Measured, 'folder' | 'entryPoint'>) =>
    Object.fromEntries(names.map((name) => [name, { ...program, folder, entryPoint: name }]));
  return {
    [smallestOf.refuse]: { ...refusal, folder: minimal.refuse, entryPoint: 'refuse' },
    [smallestOf.read]: { ...reading, folder: minimal.read, entryPoint: 'read' },
    'listSessions, not bundled': { ...refusal, folder: compiled, entryPoint: 'listSessions' },
    'listSessions answered, not bundled': {
      ...{ ...reading, folder: compiled, entryPoint: 'listSessions' },
    },
    [answered]: { ...reading, folder, entryPoint: 'listSessions' },
    ...own(callables, refusal),
    ...own(endpoints, { ...refusal, expected: 400 }),
    ...own(['introspectToken'], refusal),
    ...own(documents, { ...refusal, method: 'GET', expected: 200 }),
    ...own(queues, refusal),
    ...own(['sweep'], { ...post, beside: 'read', expected: 200 }),
    ...own(triggers, { ...refusal, signature: 'cloudevent', expected: 500 }),
  };
}

const timeOf = (starts: readonly Start[]) =>
  spreadOf(starts.map(({ milliseconds }) => milliseconds));

function memoryOf(starts: readonly Start[]): number | null {
  const known = starts.map(({ megabytes }) => megabytes).filter((size) => size !== null);
  return known.length > 0 ? spreadOf(known).p50 : null;
}
