// How long a refresh takes on an account of many devices: one at a time, and many in the same moment,
// where each commit turns back those that read before it.
import { setTimeout as sleep } from 'node:timers/promises';
import { openFirestore } from '../../functions/test/emulator/support/firestore.ts';
import { refreshTokens } from '../../functions/src/operations/refreshTokens.ts';
import { SessionError } from '../../functions/src/errors.ts';
import type { Cell, Measure } from './part.ts';
import { type BenchServices, personWith, servicesOn } from './support/people.ts';
import { spreadOf, timed } from './support/spread.ts';

const sizes = [1, 20, 100];
/** How many milliseconds lie between the first device and the last. */
const manners: [string, number][] = [
  ['all within ten seconds', 10_000],
  ['all at once', 0],
];

export const measure: Measure = async ({ quick, progress }) => {
  const rows: Cell[][] = [];
  for (const devices of quick ? [20] : sizes) {
    progress(`an account of ${devices} devices`);
    const firestore = openFirestore(`demo-refresh-${devices}`);
    const services = servicesOn(firestore, { maxSessions: 200, newDevicesPerHour: 1000 });
    waitReally(services);
    const { phone, others } = await personWith(services, devices);
    const all = [phone, ...others].map(({ tokens }) => new Refreshing(services, tokens));
    const calls = quick ? 20 : 200;
    // The first write of each view, and what warms up.
    for (const one of all) await one.call();
    const alone = new Times();
    while (alone.count < calls) {
      services.pass({ seconds: 1 });
      await alone.of(all[alone.count % devices]!);
    }
    rows.push([devices, 'one at a time', ...alone.row()]);
    for (const [label, withinMs] of devices > 1 ? manners : []) {
      const together = new Times();
      while (together.count < calls) {
        services.pass({ seconds: 60 });
        await Promise.all(
          all.map(async (one) => {
            await sleep(Math.random() * withinMs);
            await together.of(one);
          }),
        );
      }
      rows.push([devices, label, ...together.row()]);
    }
    await firestore.terminate();
  }
  const columns = ['devices', 'refreshing', 'calls', 'unavailable', 'p50 ms', 'p95 ms', 'p99 ms'];
  return {
    name: 'refresh',
    tables: [{ name: 'refresh', columns: [...columns, 'max ms'], rows }],
    charts: [],
  };
};

/** As the functions wait: by a real clock, for a random while. */
function waitReally(services: BenchServices): void {
  services.elapsed = () => performance.now();
  services.pause = async (mostMs) => await sleep(Math.random() * mostMs);
}

/** A device that shows the token of its last answer. */
class Refreshing {
  readonly #services: BenchServices;
  #token: string;

  constructor(services: BenchServices, tokens: { refresh_token: string }) {
    this.#services = services;
    this.#token = tokens.refresh_token;
  }

  async call(): Promise<void> {
    this.#token = (await refreshTokens(this.#services, this.#token)).refresh_token;
  }
}

/** What the calls took; one that was refused as unavailable counts with its time, and apart. */
class Times {
  readonly #all: number[] = [];
  #unavailable = 0;

  get count(): number {
    return this.#all.length;
  }

  async of(device: Refreshing): Promise<void> {
    const millis = await timed(async () => {
      try {
        await device.call();
      } catch (error) {
        if (!(error instanceof SessionError) || error.reason !== 'unavailable') throw error;
        this.#unavailable += 1;
      }
    });
    this.#all.push(millis);
  }

  row(): Cell[] {
    const { p50, p95, p99, max } = spreadOf(this.#all);
    return [this.count, this.#unavailable, p50, p95, p99, max];
  }
}
