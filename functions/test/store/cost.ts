// What a call costs: reads and writes as the embedded Firestore counts them, and how often the call
// waits for Firestore, one request after the other. Requests side by side are one round trip.
import type { Firestore } from '@google-cloud/firestore';
import { until } from '../../../clients/js/testing/until.ts';

export interface Cost {
  roundTrips: number;
  reads: number;
  writes: number;
}

interface Counts {
  reads: number;
  writes: number;
  deletes: number;
}

type CostOf<Of extends Cost> = (call: () => Promise<unknown>) => Promise<Of>;

/** Counts at the embedded Firestore of this address, which `firestore` is a client of. */
export function costsOf(firestore: Firestore, address: string): CostOf<Cost> {
  const countsOf = countsFor(firestore, address);
  return async (call) => {
    const { roundTrips, reads, writes, deletes } = await countsOf(call);
    return { roundTrips, reads, writes: writes + deletes };
  };
}

export interface BilledCost extends Cost {
  deletes: number;
  /** Times that something is asked after an answer has come: also those that hide behind a slower request. */
  steps: number;
}

/** The same with deletes apart, as they are billed. */
export function countsFor(
  firestore: Firestore,
  address = process.env.FIRESTORE_EMULATOR_HOST,
): CostOf<BilledCost> {
  const statistics = `http://${address}/embedded/v1/stats`;
  const counted = async () => (await (await fetch(statistics)).json()) as Counts;
  const waits = countWaits(firestore);
  return async (call) => {
    await untilQuiet(counted);
    await fetch(statistics, { method: 'DELETE' });
    Object.assign(waits, { count: 0, steps: 0 });
    await call();
    const { reads, writes, deletes } = await counted();
    return { roundTrips: waits.count, steps: waits.steps, reads, writes, deletes };
  };
}

/** Functions that earlier calls have set off may still be at work: counting starts when they rest. */
async function untilQuiet(counted: () => Promise<Counts>): Promise<void> {
  let before = '';
  await until('a quiet Firestore', async () => {
    const now = JSON.stringify(await counted());
    const isQuiet = now === before;
    before = now;
    return isQuiet;
  });
}

/** Through these the SDK asks everything; they are not in its types. */
interface Requests {
  request(...parameters: unknown[]): Promise<unknown>;
  requestStream(...parameters: unknown[]): Promise<NodeJS.ReadableStream>;
}

/** Counts each time that something is asked while nothing else is on its way, and the steps. */
function countWaits(firestore: Firestore): { count: number; steps: number } {
  const waits = { count: 0, steps: 0 };
  let hasAnswer = true;
  const requests = firestore as unknown as Requests;
  const { request, requestStream } = requests;
  let onTheWay = 0;
  const begin = () => {
    if (onTheWay === 0) waits.count += 1;
    onTheWay += 1;
    if (hasAnswer) waits.steps += 1;
    hasAnswer = false;
  };
  const end = () => {
    onTheWay -= 1;
    hasAnswer = true;
  };
  requests.request = async (...parameters) => {
    begin();
    try {
      return await request.apply(firestore, parameters);
    } finally {
      end();
    }
  };
  requests.requestStream = async (...parameters) => {
    begin();
    const stream = await requestStream.apply(firestore, parameters);
    return stream.once('close', end);
  };
  return waits;
}
