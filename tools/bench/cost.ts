// What each function costs in round trips, reads, writes, deletes and calls to others, as the embedded
// Firestore counts them, of a user with five live sessions, what changes with 1 and 20 of them, and what a
// million calls cost.
import type { Cell, Measure } from './part.ts';
import { countsFor } from '../../functions/test/store/cost.ts';
import { openFirestore } from '../../functions/test/emulator/support/firestore.ts';
import { calls, type Prepared } from './support/calls.ts';
import { personWith, servicesOn } from './support/people.ts';
import { aloneDollars, firestoreDollars } from './support/prices.ts';

const sizes = [1, 5, 20] as const;
/** The size that a price is given for. */
const usual = 5;

interface Counted {
  steps: number;
  reads: number;
  writes: number;
  deletes: number;
  lookUps: number;
  signatures: number;
  pushes: number;
  tasks: number;
}

export const measure: Measure = async ({ progress }) => {
  const names = Object.keys(calls);
  progress(`${names.length} calls at ${sizes.length} sizes`);
  const rows: Cell[][] = [];
  const bySize: Cell[][] = [];
  const bars = [];
  for (const [index, name] of names.entries()) {
    const counts = new Map<number, Counted | null>();
    for (const size of sizes) {
      counts.set(size, await count(`demo-cost-${index}-${size}`, calls[name]!, size));
    }
    const at = counts.get(usual);
    if (!at) throw new Error(`${name} cannot be called with ${usual} sessions`);
    const outboundWaits = at.lookUps + at.signatures + at.pushes + at.tasks > 0 ? 1 : 0;
    const dollars = {
      firestore: firestoreDollars(at, 1e6),
      functions: aloneDollars({ ...at, roundTrips: at.steps, outboundWaits }, 1e6),
    };
    rows.push([
      name,
      ...[at.steps, at.reads, at.writes, at.deletes],
      outboundOf(at),
      dollars.firestore,
      dollars.functions,
    ]);
    const known = sizes.map((size) => counts.get(size) ?? null);
    if (known.some((one) => one && billed(one) !== billed(at)))
      bySize.push([name, ...known.map(shown)]);
    bars.push({ label: name, value: dollars.firestore + dollars.functions, ours: true });
  }
  return {
    name: 'cost',
    tables: [
      {
        name: 'cost',
        columns: [
          ...['call', 'round trips', 'reads', 'writes', 'deletes', 'other calls'],
          ...['Firestore $/M', 'functions $/M'],
        ],
        rows,
      },
      {
        name: 'cost.sizes',
        columns: ['call', ...sizes.map((size) => `with ${size}`)],
        rows: bySize,
      },
    ],
    charts: [
      {
        name: 'cost',
        title: `A million calls of a user with ${usual} sessions`,
        unit: 'US dollars, at the dearest',
        groups: [{ label: '', bars }],
      },
    ],
  };
};

const billed = ({ reads, writes, deletes }: Counted) => `${reads} ${writes} ${deletes}`;

const shown = (one: Counted | null): Cell =>
  one && `${one.reads} read, ${one.writes} written, ${one.deletes} deleted`;

/** Each call has a database to itself, so that `sweep` finds nothing of others. */
async function count(project: string, prepare: Prepared, size: number): Promise<Counted | null> {
  const firestore = openFirestore(project);
  try {
    const services = servicesOn(firestore);
    const person = await personWith(services, size);
    services.pass({ hours: 1 });
    const call = await prepare({ services, person, other: person.others.at(-1) });
    if (!call) return null;
    const before = outboundSoFar();
    const counted = await countsFor(firestore)(call);
    const after = outboundSoFar();
    return {
      ...counted,
      lookUps: after.lookUps - before.lookUps,
      signatures: after.signatures - before.signatures,
      pushes: after.pushes - before.pushes,
      tasks: after.tasks - before.tasks,
    };

    function outboundSoFar() {
      const { lookedAt: lookUps, minted: signatures, sent, queued, erasures } = services;
      return { lookUps, signatures, pushes: sent.length, tasks: queued.length + erasures.length };
    }
  } finally {
    await firestore.terminate();
  }
}

function outboundOf({ lookUps, signatures, pushes, tasks }: Counted): string {
  const named: [number, string][] = [
    [lookUps, 'look-up'],
    [signatures, 'signature'],
    [pushes, pushes === 1 ? 'push' : 'pushe'],
    [tasks, 'task'],
  ];
  const words = named
    .filter(([number]) => number > 0)
    .map(([number, name]) => `${number} ${name}${number === 1 ? '' : 's'}`);
  return words.join(', ') || 'none';
}
