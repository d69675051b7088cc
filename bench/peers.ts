// The same jobs by this product and by Better Auth with its Firestore adapter, on the same embedded
// Firestore, in turn: by the number of a user's sessions, and by the number of users beside.
import type { Cell, Measure, MeasureOptions } from './part.ts';
import { countsFor } from '../functions/test/store/cost.ts';
import type { Contender, Contestant } from './support/contenders.ts';
import { openBetterAuth, openOurs } from './support/contenders.ts';
import type { Spread } from './support/spread.ts';
import { spreadOf, timed } from './support/spread.ts';

type Job = keyof Contestant;
const jobs: Job[] = ['create', 'list', 'check', 'revoke', 'revokeOthers'];

interface Setting {
  users: number;
  sessions: number;
  rounds: number;
}

const settings: Setting[] = [
  { users: 1000, sessions: 1, rounds: 12 },
  { users: 1000, sessions: 20, rounds: 12 },
  { users: 1000, sessions: 100, rounds: 8 },
  { users: 10, sessions: 20, rounds: 12 },
  { users: 100_000, sessions: 20, rounds: 3 },
];
const quickSettings: Setting[] = [{ users: 10, sessions: 20, rounds: 2 }];

type Results = Record<'ours' | 'theirs', Record<Job, Spread>>;

export const measure: Measure = async (options) => {
  const rows: Cell[][] = [];
  const groups = [];
  for (const setting of options.quick ? quickSettings : settings) {
    options.progress(`${setting.users} users, ${setting.sessions} sessions of one`);
    const { ours, theirs } = await compare(setting);
    for (const job of jobs) {
      const ratio = ours[job].p50 / theirs[job].p50;
      const spreads = [ours[job], theirs[job]].flatMap(({ min, p50, max }) => [min, p50, max]);
      rows.push([setting.users, setting.sessions, job, ...spreads, ratio]);
    }
    if (setting.users === 1000 && setting.sessions === 20) {
      for (const job of jobs) groups.push({ label: job, bars: barsOf(ours[job], theirs[job]) });
    }
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

/** Each setting has projects of its own; they are emptied when it is done. */
async function compare({ users, sessions, rounds }: Setting): Promise<Results> {
  const name = `${users}-${sessions}`;
  const contenders = {
    ours: openOurs(`demo-ours-${name}`),
    theirs: await openBetterAuth(`demo-theirs-${name}`),
  };
  const times = { ours: noTimes(), theirs: noTimes() };
  const names = ['ours', 'theirs'] as const;
  for (const whose of names) await contenders[whose].addCrowd(users);
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
  for (const whose of names) await empty(contenders[whose]);
  return { ours: spreadsOf(times.ours), theirs: spreadsOf(times.theirs) };
}

/** What each job costs, which is the same however many others there are. */
async function costs({ quick }: MeasureOptions) {
  const sizes = quick ? [20] : [1, 20, 100];
  const rows: Cell[][] = [];
  const counted = new Map<string, (number | string)[]>();
  for (const sessions of sizes) {
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
