// The people, their devices and their accounts, and what each device holds.
import assert from 'node:assert/strict';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import type { DeviceType, Owner } from '../../../src/domain/session/session.ts';
import { SessionError } from '../../../src/errors.ts';
import { listUserSessions } from '../../../src/operations/listSessions.ts';
import type { RegisteredDevice } from '../../doubles/device.ts';
import { limitedTo, living } from '../../doubles/limits.ts';
import type { TestServices } from '../../doubles/services.ts';
import { accountInOrder, testServices } from '../../doubles/services.ts';
import type { Ledger } from './ledger.ts';
import { makeLedger } from './ledger.ts';
import type { Random } from './random.ts';

export interface Device {
  name: string;
  person: 'alice' | 'bob';
  /** Whether whoever holds it is a thief who knows the person's password. */
  isThiefs: boolean;
  type: DeviceType;
}

/** Bob uses the same app on Alice's phone. */
export const devices: readonly Device[] = [
  { name: 'phone', person: 'alice', isThiefs: false, type: 'ANDROID' },
  { name: 'tablet', person: 'alice', isThiefs: false, type: 'IOS' },
  { name: 'laptop', person: 'alice', isThiefs: false, type: 'WEB' },
  { name: 'thiefs-phone', person: 'alice', isThiefs: true, type: 'ANDROID' },
  { name: 'thiefs-laptop', person: 'alice', isThiefs: true, type: 'WEB' },
  { name: 'phone', person: 'bob', isThiefs: false, type: 'ANDROID' },
];

/** What an app keeps of its latest registration. */
export interface Held extends RegisteredDevice {
  attempt: string;
  /** All refresh tokens that it was given, the latest last. */
  refreshTokens: string[];
}

type Account = Exclude<TestServices['account'], Error>;

export interface World {
  services: TestServices;
  random: Random;
  ledgers: Record<Device['person'], Ledger>;
  accounts: Record<Device['person'], Account>;
  held: Map<Device, Held>;
  /** By installation, whoever signs in there: "phone" is one for Alice and Bob. */
  deviceTokens: Map<string, string>;
  /** Sessions that somebody was told have ended. */
  over: RegisteredDevice[];
  /** The push token that each session holds, as far as it has not moved. */
  pushTokens: Map<string, string>;
  /** Logins of which others are to be told: by whom, and how many pushes had been sent by then. */
  alerts: { person: Device['person']; id: string; receivers: string[]; sentBefore: number }[];
}

export function makeWorld(random: Random): World {
  const limits: Partial<SessionPolicy> = {
    rollOutAt: random.oneIn(2) ? new Date('2026-03-01T10:00:00Z') : null,
    lostAnswer: random.oneIn(3) ? 'end' : 'accept',
    ...limitedTo(`${random.of([1, 2, 4, 20])}${random.of(['', ',WEB:1', ',ANDROID+IOS:1'])}`),
    confirmAfterDays: random.of([0, 1, 7, 30]),
    touchIntervalSeconds: random.of([1, 300, 86400]),
    refreshGraceSeconds: random.of([0, 10, 3600]),
    signInMaxAgeSeconds: random.of([60, 600, 86400]),
    retentionDays: random.of([30, 60]),
    ipRetentionDays: random.of([0, 1, 30]),
    sharedPushTokens: random.oneIn(2),
    newDevicesPerHour: random.of([3, 10, 60]),
    ...living(random.of(['15m/1d', '2d/365d', '30d/365d', '30d/365d,WEB:12h/7d'])),
  };
  const services = testServices(limits);
  const accounts: World['accounts'] = { alice: { ...accountInOrder }, bob: { ...accountInOrder } };
  services.accounts.findAccount = async ({ userId }) => accounts[userId as Device['person']];
  const ledger = () => makeLedger(services.policy);
  return {
    services,
    random,
    ledgers: { alice: ledger(), bob: ledger() },
    accounts,
    held: new Map(),
    deviceTokens: new Map(),
    over: [],
    pushTokens: new Map(),
    alerts: [],
  };
}

export function ownerOf(person: Device['person']): Owner {
  return { userId: person, tenantId: null };
}

export function installationOf({ deviceToken }: Pick<RegisteredDevice, 'deviceToken'>): string {
  return deviceToken.split('.')[0] ?? '';
}

export interface Seen {
  confirmed: boolean;
  endedBy: string | null;
  createdAt: number;
  /** Whether it has run out unanswered, and is only shown to be answered. */
  ranOut: boolean;
}

/** The person's sessions as the team's support staff sees them; replaced ones are not among them. */
export async function observe(
  { services }: World,
  person: Device['person'],
): Promise<Map<string, Seen>> {
  const { sessions } = await listUserSessions(services, ownerOf(person), { includeEnded: true });
  return new Map(
    sessions.map((one) => [
      one.sessionId,
      {
        confirmed: one.confirmed,
        endedBy: ('revokedReason' in one && one.revokedReason) || null,
        createdAt: Date.parse(one.createdAt),
        ranOut: one.expiresAt !== null && Date.parse(one.expiresAt) <= services.now().getTime(),
      },
    ]),
  );
}

/** What ran out unanswered is shown as if it lived until somebody answers, or closes it. */
export function hasRunOut({ services }: World, sessionId: string): boolean {
  const view = services.sessions.content.views.get(sessionId);
  return view !== undefined && view.expiresAt <= services.now();
}

/** null where the call is answered, else its reason; anything but a refusal is a fault. */
export async function refusalOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof SessionError) return error.reason;
    throw error;
  }
}

/** Ends that no call names: a rule of the product brought them about. */
const byRule = new Set(['limit', 'account', 'expired']);

/** What lives is what the ledger says, and counts as the owner's for no other reason. */
export async function assertLedgerHolds(world: World): Promise<void> {
  const { services, ledgers } = world;
  for (const person of ['alice', 'bob'] as const) {
    const ledger = ledgers[person];
    ledger.comeOfAge(services.now().getTime());
    // Also what is still shown, since it waits for its answer.
    for (const { id } of ledger.live()) if (hasRunOut(world, id)) ledger.ended(id, 'expired');
    const seen = await observe(world, person);
    for (const [id, { confirmed, endedBy }] of seen) {
      const session = ledger.find(id);
      if (endedBy !== null && byRule.has(endedBy)) ledger.ended(id, endedBy);
      if (!session) {
        assert.notEqual(endedBy, null, `${id} lives, and was never opened`);
        continue;
      }
      if (endedBy === null) {
        const isOver = session.ended !== null && !hasRunOut(world, id);
        assert.ok(!isOver, `${id} lives after ${session.ended}`);
      } else if (endedBy !== 'expired')
        assert.equal(session.ended, endedBy, `how ${session.device} has ended`);
      if (endedBy === null && confirmed)
        assert.ok(session.confirmed, `${session.device} confirmed`);
    }
    for (const { id, device } of ledger.live()) {
      assert.equal(
        seen.get(id)?.endedBy,
        null,
        `${device} lives no more: ${seen.get(id)?.endedBy}`,
      );
    }
  }
}
