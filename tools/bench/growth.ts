// What happens as things grow: the history of one user, the devices that a login is told to, and the
// logins that reach the trigger at once.
import type { Cell, Measure, MeasureOptions, Table } from './part.ts';
import { SessionError } from '../../functions/src/errors.ts';
import { deliverForUser } from '../../functions/src/operations/deliverForUser.ts';
import { maxKnown } from '../../functions/src/domain/account/bounds.ts';
import { listSessions } from '../../functions/src/operations/listSessions.ts';
import { revokeOtherSessions } from '../../functions/src/operations/revokeOtherSessions.ts';
import { updateSession } from '../../functions/src/operations/updateSession.ts';
import { register, signInNow } from '../../functions/test/doubles/device.ts';
import { countsFor } from '../../functions/test/store/cost.ts';
import { openFirestore } from '../../functions/test/emulator/support/firestore.ts';
import { type Past, addPast, loginsOfMany } from './support/histories.ts';
import { personWith, servicesOn } from './support/people.ts';
import { spreadOf, timed } from './support/spread.ts';

/** What FCM takes for a push, assumed. */
const pushMs = 50;
/** Events that one instance handles at a time. */
const concurrency = 80;

export const measure: Measure = async (options) => ({
  name: 'growth',
  tables: [await histories(options), await fanOut(options), await bursts(options)],
  charts: [],
});

/** The same number of documents in each database, so that the engine has as much to look through. */
async function histories({ quick, progress }: MeasureOptions): Promise<Table> {
  const count = quick ? 200 : 10_000;
  const rounds = quick ? 2 : 5;
  const rows: Cell[][] = [];
  const pasts: [string, Past][] = [
    ['none (other users have)', { ofUser: false, known: 0 }],
    ['ended, devices forgotten', { ofUser: true, known: 0 }],
    ['ended, as many devices known as may be', { ofUser: true, known: maxKnown }],
  ];
  for (const [index, [label, past]] of pasts.entries()) {
    progress(`${count.toLocaleString('en-US')} past sessions: ${label}`);
    const firestore = openFirestore(`demo-history-${index}`);
    const services = servicesOn(firestore, { newDevicesPerHour: 1000 });
    const { userId, phone } = await personWith(services, 5);
    await addPast(firestore, services, phone, count, past);
    const counts = countsFor(firestore);
    const calls: Record<string, () => Promise<unknown>> = {
      listSessions: () => listSessions(services, phone.caller),
      updateSession: () => updateSession(services, phone.caller, {}),
      registerSession: () => {
        services.pass({ seconds: 10 });
        return register(services, 'a-new-device', signInNow(services, userId));
      },
      revokeOtherSessions: () => revokeOtherSessions(services, phone.caller),
    };
    for (const [name, call] of Object.entries(calls)) {
      let first: Cell = null;
      const { reads, writes } = await counts(async () => {
        first = await millisOrReason(call);
      });
      const times: number[] = [];
      while (times.length < rounds && typeof first === 'number') times.push(await timed(call));
      const p50 = times.length > 0 ? spreadOf(times).p50 : null;
      rows.push([label, name, reads, writes, first, p50]);
    }
    await firestore.terminate();
  }
  const columns = ['past sessions of the user', 'call', 'reads', 'writes', 'first ms', 'p50 ms'];
  return { name: 'growth.history', columns, rows };
}

/** Milliseconds, or the reason of the refusal of a call that took too long. */
async function millisOrReason(call: () => Promise<unknown>): Promise<number | string> {
  try {
    return await timed(call);
  } catch (error) {
    if (error instanceof SessionError) return error.reason;
    throw error;
  }
}

/** A login on a new device, told to all others; every push takes as long. */
async function fanOut({ quick, progress }: MeasureOptions): Promise<Table> {
  const rows: Cell[][] = [];
  const firestore = openFirestore('demo-fan-out');
  for (const receivers of [1, 5, 20]) {
    progress(`a login alert to ${receivers} devices`);
    const times: number[] = [];
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      const services = servicesOn(firestore, {
        sessionLimits: { total: 50, groups: [] },
        newDevicesPerHour: 100,
      });
      const { userId } = await personWith(services, receivers);
      services.pass({ days: 7 });
      await register(services, 'a-new-device', signInNow(services, userId));
      services.pushes.send = async (push) => {
        services.sent.push(push);
        await new Promise((resolve) => setTimeout(resolve, pushMs));
        return { kind: 'sent' };
      };
      times.push(await timed(() => deliverForUser(services, { userId, tenantId: null })));
      if (services.sent.length !== receivers) throw new Error('not every device was told');
    }
    const { min, p50, max } = spreadOf(times);
    rows.push([receivers, min, p50, max]);
  }
  await firestore.terminate();
  return { name: 'growth.fanOut', columns: ['devices told', 'min ms', 'p50 ms', 'max ms'], rows };
}

/** All events are there at once; one instance works through them. */
async function bursts({ quick, progress }: MeasureOptions): Promise<Table> {
  const rows: Cell[][] = [];
  const cases: [string, number, number][] = quick
    ? [['one login each', 10, 1]]
    : [
        ['one login each', 500, 1],
        ['ten logins of one user', 1, 10],
      ];
  for (const [index, [label, users, logins]] of cases.entries()) {
    progress(`a burst of ${users * logins} logins`);
    const firestore = openFirestore(`demo-burst-${index}`);
    const services = servicesOn(firestore);
    const owners = await loginsOfMany(firestore, services, users, logins);
    const waiting = owners.slice();
    const times: number[] = [];
    let again = 0;
    const handle = async () => {
      for (let owner = waiting.pop(); owner; owner = waiting.pop()) {
        const event = owner;
        try {
          times.push(await timed(() => deliverForUser(services, event)));
        } catch {
          // As the platform does with an event that the function fails.
          again += 1;
          waiting.unshift(event);
        }
      }
    };
    const ms = await timed(() => Promise.all(Array.from({ length: concurrency }, handle)));
    const { p50, p95, max } = spreadOf(times);
    rows.push([
      label,
      owners.length,
      services.sent.length,
      again,
      (owners.length / ms) * 1000,
      p50,
      p95,
      max,
    ]);
    await firestore.terminate();
  }
  const columns = ['burst', 'events', 'alerts sent', 'tried again', 'events/s'];
  return {
    name: 'growth.burst',
    columns: [...columns, 'p50 ms', 'p95 ms', 'max ms'],
    rows,
  };
}
