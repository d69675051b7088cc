// Everybody out: 10,000 users of three sessions, two of which are concerned, by processes of which the first two are
// killed in the middle. What it takes for more users is reckoned from that.
import type { Cell, Measure, Table } from './part.ts';
import { openFirestore } from '../../functions/test/emulator/support/firestore.ts';
import {
  lookAt,
  makeEverybody,
  runEverybodyOut,
} from '../../functions/test/emulator/support/everybody.ts';
import { assumed, firestoreDollars } from './support/prices.ts';

const project = 'demo-everybody-out';
const pageSize = 100;
const crowds = [10_000, 1e6, 10e6];

interface Run {
  accounts: number;
  seconds: number;
  cpuMs: number;
}

export const measure: Measure = async ({ quick, progress }) => {
  const users = quick ? 600 : 10_000;
  const firestore = openFirestore(project);
  progress(`${users} users`);
  const all = await makeEverybody(firestore, users);
  const third = Math.floor(users / pageSize / 3);
  const statistics = `http://${process.env.FIRESTORE_EMULATOR_HOST}/embedded/v1/stats`;
  await fetch(statistics, { method: 'DELETE' });
  const runs: Run[] = [];
  let after: string | null = null;
  for (const killedInPage of [third, third, null]) {
    progress(killedInPage === null ? 'the rest' : `killed in page ${killedInPage + 1}`);
    const begunAt = performance.now();
    const last = await runEverybodyOut(firestore, project, all, { pageSize, after, killedInPage });
    if (!last) throw new Error('the run told nothing');
    const { accountCount: accounts, cpuMs } = last;
    runs.push({ accounts, cpuMs, seconds: (performance.now() - begunAt) / 1000 });
    after = last.after;
  }
  const { writes } = (await (await fetch(statistics)).json()) as { writes: number };
  progress('looking at all documents');
  const found = await lookAt(firestore, all);
  await firestore.terminate();
  const told = found.toldTimes;
  const pushes = told.reduce((sum, sessions, times) => sum + sessions * times, 0);
  // What the emulator keeps of a push is no write in production.
  const ownWrites = writes - pushes;
  const rest = runs.at(-1)!;
  return {
    name: 'everybodyOut',
    tables: [
      {
        name: 'everybodyOut',
        columns: ['of 10,000 users, killed twice', 'found'],
        rows: [
          ['users', users],
          ['sessions that are meant', all.meant.length],
          ['... and live', found.meantThatLive],
          ['... and were told never', told[0] ?? 0],
          ['... once', told[1] ?? 0],
          ['... twice', told[2] ?? 0],
          ['... more often', told.slice(3).reduce((sum, count) => sum + count, 0)],
          ['other sessions that have ended', found.othersThatEnded],
          ['ends in the list of events', found.endings],
          ['accounts that owe a push', found.owing],
          ['writes', ownWrites],
          ['seconds, in all', runs.reduce((sum, { seconds }) => sum + seconds, 0)],
          ['accounts a second, in the last run', rest.accounts / rest.seconds],
          ['ms of a processor, an account', rest.cpuMs / rest.accounts],
        ],
      },
      scaleTable(ownWrites / users, rest.cpuMs / rest.accounts),
    ],
    charts: [],
  };
};

/** A page is one query, then commit, pushes and commit of all its accounts side by side. */
function scaleTable(writes: number, cpuMs: number): Table {
  const pageMs = (accounts: number) =>
    3 * assumed.roundTripMs + assumed.outboundMs + accounts * cpuMs;
  const hours = (users: number, accounts: number) =>
    ((users / accounts) * pageMs(accounts)) / 3_600_000;
  return {
    name: 'everybodyOut.scale',
    columns: ['users', 'hours, pages of 100', 'hours, pages of 500', 'Firestore $'],
    rows: crowds.map((users): Cell[] => [
      users.toLocaleString('en-US'),
      hours(users, 100),
      hours(users, 500),
      firestoreDollars({ reads: 1, writes, deletes: 0 }, users),
    ]),
  };
}
