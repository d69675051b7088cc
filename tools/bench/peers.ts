// The same jobs by this product and by Better Auth with its Firestore adapter, on the same embedded
// Firestore, in turn: by the number of a user's sessions, and by the number of users beside.
import type { Cell, Chart, Measure, MeasureOptions } from './part.ts';
import { countsFor } from '../../functions/test/store/cost.ts';
import type { Contender, Contestant } from './support/contenders.ts';
import { openBetterAuth, openOurs } from './support/contenders.ts';
import type { Spread } from './support/spread.ts';
import { spreadOf, timed } from './support/spread.ts';

type Job = keyof Contestant;
const jobs: Job[] = ['create', 'list', 'check', 'revoke', 'revokeOthers'];

/** A user's sessions. */
const sizes = [1, 20, 100];

/** So many users beside, and so many rounds of each size. */
interface Crowd {
  users: number;
  sizes: readonly number[];
  rounds: number;
}

/** What is measured last leaves the most behind. */
const crowds: Crowd[] = [
  { users: 10, sizes, rounds: 6 },
  { users: 1000, sizes: [1, 20], rounds: 6 },
  { users: 10_000, sizes: [1, 20], rounds: 6 },
  { users: 100_000, sizes: [1, 20], rounds: 3 },
];
const quickCrowds: Crowd[] = [{ users: 10, sizes: [20], rounds: 2 }];

const names = ['ours', 'theirs'] as const;
type Results = Record<(typeof names)[number], Record<Job, Spread>>;

export const measure: Measure = async (options) => {
  const rows: Cell[][] = [];
  const groups: Chart['groups'] = [];
  // Else the first rows would be those of a program that has just started.
  if (!options.quick) await beside({ users: 1, sizes: [1], rounds: 10 }, options, () => {});
  for (const crowd of options.quick ? quickCrowds : crowds) {
    await beside(crowd, options, (sessions, { ours, theirs }) => {
      for (const job of jobs) {
        const ratio = ours[job].p50 / theirs[job].p50;
        const spreads = [ours[job], theirs[job]].flatMap(({ min, p50, max }) => [min, p50, max]);
        rows.push([crowd.users, sessions, job, ...spreads, ratio]);
        if (crowd.users === 1000 && sessions === 20) {
          groups.push({ label: job, bars: barsOf(ours[job], theirs[job]) });
        }
      }
    });
  }
  const spread = (whose: string) => ['min', 'p50', 'max'].map((name) => `${whose} ${name} ms`);
  const columns = [
    'users',
    'sessions',
    'job',
    ...spread('ours'),
    ...spread('theirs'),
    'ours × theirs',
  ];
  return {
    name: 'peers',
    tables: [{ name: 'peers', columns, rows }, await costs(options)],
    charts:
      groups.length > 0
        ? [
            {
              name: 'peers',
              title: 'Beside Better Auth, 20 sessions of a user, 1,000 users',
              unit: 'ms: p50, line from the least to the most',
              groups,
            },
          ]
        : [],
  };
};

const barsOf = (ours: Spread, theirs: Spread) =>
  [ours, theirs].map(({ min: low, p50: value, max: high }, index) => ({
    label: index === 0 ? 'Device Sessions' : 'Better Auth',
    ours: index === 0,
    ...{ value, low, high },
  }));

/** Each crowd has projects of its own; they are emptied when it is done. */
async function beside(
  { users, sizes: all, rounds }: Crowd,
  { progress }: MeasureOptions,
  report: (sessions: number, results: Results) => void,
): Promise<void> {
  const contenders = {
    ours: openOurs(`demo-ours-${users}`),
    theirs: await openBetterAuth(`demo-theirs-${users}`),
  };
  for (const whose of names) await contenders[whose].addCrowd(users);
  for (const sessions of all) {
    progress(`${users.toLocaleString('en-US')} users, ${sessions} sessions of one`);
    report(sessions, await compare(contenders, sessions, rounds));
  }
  for (const whose of names) await empty(contenders[whose]);
}

async function compare(
  contenders: Record<(typeof names)[number], Contender>,
  sessions: number,
  rounds: number,
): Promise<Results> {
  const times = { ours: noTimes(), theirs: noTimes() };
  for (let round = -1; round < rounds; round += 1) {
    for (const whose of names) {
      const contestant = await contenders[whose].newUser(sessions);
      for (const job of jobs) {
        const millis = await timed(contestant[job]);
        // The first round warms up.
        if (round >= 0) times[whose][job].push(millis);
      }
    }
  }
  return { ours: spreadsOf(times.ours), theirs: spreadsOf(times.theirs) };
}

/** What each job costs, which is the same however many others there are. */
async function costs({ quick }: MeasureOptions) {
  const rows: Cell[][] = [];
  const counted = new Map<string, (number | string)[]>();
  for (const sessions of quick ? [20] : sizes) {
    const contenders = [
      openOurs(`demo-cost-ours-${sessions}`),
      await openBetterAuth(`demo-cost-theirs-${sessions}`),
    ];
    for (const [index, contender] of contenders.entries()) {
      const count = countsFor(contender.firestore);
      const contestant = await contender.newUser(sessions);
      for (const job of jobs) {
        const { roundTrips, reads, writes, deletes } = await count(contestant[job]);
        counted.set(`${index} ${sessions} ${job}`, [roundTrips, reads, writes, deletes]);
      }
      await contender.firestore.terminate();
    }
    for (const job of jobs) {
      const of = (index: number) => counted.get(`${index} ${sessions} ${job}`) ?? [];
      rows.push([sessions, job, ...of(0), ...of(1)]);
    }
  }
  const columns = (whose: string) =>
    ['trips', 'reads', 'writes', 'deletes'].map((name) => `${whose} ${name}`);
  return {
    name: 'peers.cost',
    columns: ['sessions', 'job', ...columns('our'), ...columns('their')],
    rows,
  };
}

const noTimes = () =>
  Object.fromEntries(jobs.map((job) => [job, [] as number[]])) as Record<Job, number[]>;

function spreadsOf(times: Record<Job, number[]>): Record<Job, Spread> {
  return Object.fromEntries(jobs.map((job) => [job, spreadOf(times[job])])) as Record<Job, Spread>;
}

async function empty({ firestore, projectId }: Contender): Promise<void> {
  const host = process.env.FIRESTORE_EMULATOR_HOST;
  await firestore.terminate();
  const path = `emulator/v1/projects/${projectId}/databases/(default)/documents`;
  await fetch(`http://${host}/${path}`, { method: 'DELETE' });
}
