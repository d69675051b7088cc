// What 1, 10 and 100 million daily users cost and which limits they meet, by the costs that the bench
// has measured; and which index gets hot.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell, Measure, Table } from './part.ts';
import { openFirestore } from '../../functions/test/emulator/support/firestore.ts';
import { root } from '../process/paths.ts';
import { readResults } from './report/results.ts';
import { textOf } from './report/table.ts';
import type { IndexFile } from './support/indexes.ts';
import { judgeIndexes } from './support/indexes.ts';
import { personWith, servicesOn } from './support/people.ts';
import {
  bitesFrom,
  callsPerUserDay,
  limits,
  monthlyCost,
  peakPerSecond,
  rampMinutes,
} from './support/scaleModel.ts';

const crowds = [1e6, 10e6, 100e6];
/** There are no more people. */
const everybody = 8e9;
const crowdName = (users: number) => `${users / 1e6} M users`;

export const measure: Measure = async () => {
  const costs = readCosts();
  return {
    name: 'scale',
    tables: [callTable(costs), costTable(costs), limitTable(costs), await indexTable()],
    charts: [
      {
        name: 'scale',
        title: 'A month of 10 million daily users',
        unit: 'US dollars',
        groups: [
          {
            label: '',
            bars: Object.entries(monthlyCost(10e6, (name) => costs.get(name))).map(
              ([label, value]: [string, number]) => ({ label, value, ours: label !== 'total' }),
            ),
          },
        ],
      },
    ],
  };
};

type Costs = ReadonlyMap<string, { reads: number; writes: number }>;

/** Of a user with five sessions, who is dearer than most. */
function readCosts(): Costs {
  const table = readResults().cost?.tables[0];
  if (!table) throw new Error('There are no costs yet: npm run bench -- cost');
  const at = (name: string) => table.columns.indexOf(name);
  return new Map(
    table.rows.map((row) => [
      String(row[0]),
      { reads: Number(row[at('reads')]), writes: Number(row[at('writes')]) },
    ]),
  );
}

function callTable(costs: Costs): Table {
  const rows = Object.entries(callsPerUserDay).map(([name, perDay]): Cell[] => [
    name,
    perDay,
    costs.get(name)?.reads ?? null,
    costs.get(name)?.writes ?? null,
    ...crowds.map((users) => peakPerSecond(users, perDay)),
  ]);
  const columns = crowds.map((users) => `${crowdName(users)}, calls/s`);
  return {
    name: 'scale.calls',
    columns: ['call', 'a user and day', 'reads', 'writes', ...columns],
    rows,
  };
}

function costTable(costs: Costs): Table {
  const rows = crowds.map((users): Cell[] => {
    const { reads, writes, storage, functions, total } = monthlyCost(users, (name) =>
      costs.get(name),
    );
    const dollars = [reads, writes, storage, functions, total].map(Math.round);
    return [crowdName(users), ...dollars, (total / users) * 1000];
  });
  const columns = [
    'reads $',
    'writes $',
    'storage $',
    'functions $',
    'total $',
    '$ per 1,000 users',
  ];
  return { name: 'scale.cost', columns: ['daily users', ...columns], rows };
}

function limitTable(costs: Costs): Table {
  const share = (part: number) => `${textOf(part * 100)} %`;
  const rows = limits.map((limit): Cell[] => [
    limit.name,
    `${textOf(limit.allowed)} ${limit.unit}`,
    ...crowds.map((users) => share(limit.demand(users) / limit.allowed)),
    bitesFrom(limit) > everybody ? 'never' : `${textOf(bitesFrom(limit) / 1e6)} M users`,
  ]);
  const writesPerUserDay = Object.entries(callsPerUserDay).reduce(
    (sum, [name, perDay]) => sum + perDay * (costs.get(name)?.writes ?? 0),
    0,
  );
  const writes = (users: number) => peakPerSecond(users, writesPerUserDay);
  rows.push([
    'Firestore: ramp to the busiest writes',
    '500/s, then × 1.5 in 5 min',
    ...crowds.map((users) => `${textOf(writes(users))}/s: ${rampMinutes(writes(users))} min`),
    null,
  ]);
  return {
    name: 'scale.limits',
    columns: ['limit', 'allows', ...crowds.map(crowdName), 'bites from'],
    rows: rows.map((row) => row.map((cell) => cell ?? 'a sudden start')),
  };
}

/** The fields as a real registration writes them. */
async function indexTable(): Promise<Table> {
  const firestore = openFirestore('demo-scale');
  await personWith(servicesOn(firestore), 1);
  const fieldsOf: Record<string, string[]> = {};
  for (const collection of await firestore.listCollections()) {
    const { docs } = await collection.limit(1).get();
    fieldsOf[collection.id] = Object.keys(docs[0]?.data() ?? {});
  }
  await firestore.terminate();
  const file = JSON.parse(readFileSync(join(root, 'firestore.indexes.json'), 'utf8')) as IndexFile;
  // Of single fields, those that lie alike stand in one row.
  const rows = new Map<string, string[]>();
  for (const { collection, fields, kind, values, spread } of judgeIndexes(file, fieldsOf)) {
    const key = kind === 'automatic' ? `${collection} ${values}` : `${collection} ${fields}`;
    const [, , others] = rows.get(key) ?? [];
    const names = others === undefined ? fields : `${others}, ${fields}`;
    const hot = values === 'time' ? 'yes' : values === 'day' ? 'at midnight' : 'never';
    rows.set(key, [collection, kind, names, hot, spread]);
  }
  return {
    name: 'scale.indexes',
    columns: ['collection', 'kind', 'fields', 'hot', 'what spreads it'],
    rows: [...rows.values()],
  };
}
