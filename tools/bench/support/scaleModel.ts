// What so many daily users ask for, by stated assumptions: the arithmetic of "At scale".
import { erasedInARun, owingLimit } from '../../../functions/src/operations/sweep.ts';
import type { CallCost } from './prices.ts';
import { assumed, busyDollars, firestoreDollars, prices } from './prices.ts';

/** How often a daily user makes each call, in a day, on all devices. */
export const callsPerUserDay: Record<string, number> = {
  'the guard': 50,
  refreshTokens: 6,
  updateSession: 4,
  listSessions: 0.05,
  'registerSession, same device': 2 / 90,
  'registerSession, new device': 1 / 90,
  'onSessionCreated, new device': 1 / 30,
  'answerLogin, "yes"': 1 / 180,
  signOut: 0.01,
  revokeSession: 0.002,
};
/** The guard runs inside of the team's own functions, whose time is theirs. */
const inForeignFunctions = new Set(['the guard']);

export const assumptions = {
  registrationsPerUserDay: 1 / 30,
  /** An account is looked at by a registration and its trigger, and once an hour of use. */
  lookUpsPerUserDay: 4 + 2 / 30,
  pushesPerUserDay: 1 / 90 + 1 / 180 + 0.002,
  /** Of the pushes, those that the queue tries again. */
  failingPushes: 0.01,
  /** Of the logins, those that trigger and queue leave to `sweep`. */
  leftLogins: 0.001,
  /** An account of two live sessions, views of these and of two that ended, their events and all index entries. */
  kibPerUser: 20,
  /** The busiest second beside the average one. */
  peakFactor: 3,
  /** Of an instance's CPU, when Cloud Run starts the next. */
  utilisation: 0.6,
  daysOfMonth: 30,
} as const;

const daySeconds = 86_400;

/** Calls a second at the busiest. */
export function peakPerSecond(users: number, perUserDay: number): number {
  return ((users * perUserDay) / daySeconds) * assumptions.peakFactor;
}

export interface MonthlyCost {
  reads: number;
  writes: number;
  storage: number;
  functions: number;
  total: number;
}

/** US dollars a month, by what each call costs. Throws a TypeError for a call whose cost is unknown. */
export function monthlyCost(
  users: number,
  costOf: (call: string) => Pick<CallCost, 'reads' | 'writes'> | undefined,
): MonthlyCost {
  const { daysOfMonth, utilisation, kibPerUser } = assumptions;
  const cost = { reads: 0, writes: 0, storage: 0, functions: 0 };
  for (const [name, perUserDay] of Object.entries(callsPerUserDay)) {
    const one = costOf(name);
    if (!one) throw new TypeError(`the cost of ${name} is unknown`);
    const calls = users * perUserDay * daysOfMonth;
    cost.reads += firestoreDollars({ ...one, writes: 0, deletes: 0 }, calls);
    cost.writes += firestoreDollars({ ...one, reads: 0, deletes: 0 }, calls);
    if (!inForeignFunctions.has(name)) cost.functions += busyDollars(calls, utilisation);
  }
  const gib = (users * kibPerUser) / 2 ** 20;
  cost.storage = gib * prices.firestore.gibMonth;
  return { ...cost, total: cost.reads + cost.writes + cost.storage + cost.functions };
}

export interface Limit {
  name: string;
  unit: string;
  allowed: number;
  /** What so many users ask for, in that unit. */
  demand(users: number): number;
}

const { registrationsPerUserDay, lookUpsPerUserDay, pushesPerUserDay } = assumptions;
const sweepsADay = daySeconds / 300;
const busiest = (call: string) => (users: number) =>
  peakPerSecond(users, callsPerUserDay[call] ?? 0);
const instances = (calls: (users: number) => number) => (users: number) =>
  (calls(users) * assumed.cpuMs) / 1000 / assumptions.utilisation;

/** Each is Google's default or our own; all but the last three can be raised. */
export const limits: Limit[] = [
  {
    name: 'Auth: look-ups of accounts',
    unit: 'a day',
    allowed: 10e6,
    demand: (users) => users * lookUpsPerUserDay,
  },
  {
    name: 'Auth: look-ups of accounts',
    unit: 'a second',
    allowed: 500,
    demand: (users) => peakPerSecond(users, lookUpsPerUserDay),
  },
  {
    name: 'IAM: signBlob',
    unit: 'a minute',
    allowed: 60_000,
    demand: (users) => 60 * peakPerSecond(users, registrationsPerUserDay),
  },
  {
    name: 'FCM: messages',
    unit: 'a minute',
    allowed: 600_000,
    demand: (users) => 60 * peakPerSecond(users, pushesPerUserDay),
  },
  {
    name: 'Cloud Tasks: one queue',
    unit: 'a second',
    allowed: 500,
    demand: (users) => peakPerSecond(users, pushesPerUserDay * assumptions.failingPushes),
  },
  {
    name: 'Cloud Run: MAX_INSTANCES of refreshTokens',
    unit: 'instances',
    allowed: 20,
    demand: instances(busiest('refreshTokens')),
  },
  {
    name: 'Cloud Run: MAX_INSTANCES of updateSession',
    unit: 'instances',
    allowed: 20,
    demand: instances(busiest('updateSession')),
  },
  {
    name: 'Firestore: new values of eraseOn',
    unit: 'a second',
    allowed: 500,
    demand: (users) => peakPerSecond(users, registrationsPerUserDay),
  },
  {
    name: 'sweep: accounts whose addresses are erased',
    unit: 'a day',
    allowed: erasedInARun * sweepsADay,
    demand: (users) => users * registrationsPerUserDay,
  },
  {
    name: 'sweep: accounts left to it',
    unit: 'a day',
    allowed: owingLimit * sweepsADay,
    demand: (users) => users * registrationsPerUserDay * assumptions.leftLogins,
  },
];

/** The number of daily users from which a limit bites; each demand grows as the users do. */
export function bitesFrom({ allowed, demand }: Limit): number {
  return allowed / demand(1);
}

/** Minutes that Firestore wants for a new load: 500 a second at first, half as much again every five minutes. */
export function rampMinutes(perSecond: number): number {
  return perSecond <= 500 ? 0 : 5 * Math.ceil(Math.log(perSecond / 500) / Math.log(1.5));
}
