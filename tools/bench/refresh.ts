// How long a refresh takes on an account of many devices: one at a time, and many in the same moment,
// where each commit turns back those that read before it. By a clock of its own: a round trip takes as
// long as it is assumed to, everything else nothing.
import { refreshTokens } from '../../functions/src/operations/refreshTokens.ts';
import { SessionError } from '../../functions/src/errors.ts';
import type { SessionStore } from '../../functions/src/services.ts';
import { memorySessions } from '../../functions/test/doubles/memorySessions.ts';
import { servicesOver } from '../../functions/test/doubles/services.ts';
import type { Cell, Measure } from './part.ts';
import { personWith } from './support/people.ts';
import { assumed } from './support/prices.ts';
import { spreadOf } from './support/spread.ts';
import { VirtualClock } from './support/virtualClock.ts';

const sizes = [1, 20, 100];
/** How many milliseconds lie between the first device and the last. */
const manners: [string, number][] = [
  ['each in its own ten minutes', 600_000],
  ['all within ten seconds', 10_000],
  ['all at once', 0],
];

export const measure: Measure = async ({ quick, progress }) => {
  const rows: Cell[][] = [];
  for (const devices of quick ? [20] : sizes) {
    for (const [label, withinMs] of devices > 1 ? manners : manners.slice(0, 1)) {
      progress(`an account of ${devices} devices: ${label}`);
      rows.push([devices, label, ...(await refreshAll(devices, withinMs, quick ? 20 : 2000))]);
    }
  }
  const columns = ['devices', 'refreshing', 'calls', 'unavailable', 'p50 ms', 'p95 ms', 'p99 ms'];
  return {
    name: 'refresh',
    tables: [{ name: 'refresh', columns: [...columns, 'max ms'], rows }],
    charts: [],
  };
};

/** What so many calls take, by all devices again and again; one refused as unavailable counts with its time. */
async function refreshAll(devices: number, withinMs: number, calls: number): Promise<Cell[]> {
  const clock = new VirtualClock();
  const limits = { sessionLimits: { total: 200, groups: [] }, newDevicesPerHour: 1000 };
  const services = servicesOver<SessionStore>(memorySessions(), limits);
  const { phone, others } = await personWith(services, devices);
  const tokens = [phone, ...others].map((device) => device.tokens.refresh_token);
  services.sessions = slowed(services.sessions, clock);
  services.elapsed = () => clock.now;
  services.pause = async (mostMs) => await clock.sleep(Math.random() * mostMs);
  const times: number[] = [];
  let unavailable = 0;
  const refresh = async (device: number) => {
    await clock.sleep(Math.random() * withinMs);
    const begunAt = clock.now;
    try {
      tokens[device] = (await refreshTokens(services, tokens[device]!)).refresh_token;
    } catch (error) {
      if (!(error instanceof SessionError) || error.reason !== 'unavailable') throw error;
      unavailable += 1;
    }
    times.push(clock.now - begunAt);
  };
  while (times.length < calls) {
    services.pass({ seconds: 600 });
    await clock.run(tokens.map((_, device) => async () => await refresh(device)));
  }
  const { p50, p95, p99, max } = spreadOf(times);
  return [times.length, unavailable, ...[p50, p95, p99, max].map(Math.round)];
}

/** Each request reaches Firestore in half a round trip, and its answer comes back in the other half. */
function slowed(sessions: SessionStore, clock: VirtualClock): SessionStore {
  const slow = async <Value>(request: () => Promise<Value>) => {
    await clock.sleep(assumed.roundTripMs / 2);
    const [result] = await Promise.allSettled([request()]);
    await clock.sleep(assumed.roundTripMs / 2);
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  };
  return {
    ...sessions,
    readAccount: async (...given) => await slow(() => sessions.readAccount(...given)),
    commit: async (...given) => await slow(() => sessions.commit(...given)),
  };
}
