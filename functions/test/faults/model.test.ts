// The whole API at random, by an owner with two devices and a thief with the password: what must never be,
// whatever order they act in. MODEL_WORLDS says how many, MODEL_SEED what they
// begin with: the same calls for the same number.
import assert from 'node:assert/strict';
import { isConfirmed } from '../../src/domain/session/confirmation.ts';
import { dayMs } from '../../src/domain/session/policy.ts';
import { SessionError } from '../../src/errors.ts';
import { alertLogin } from '../../src/operations/alertLogin.ts';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { revokeToken } from '../../src/operations/revokeToken.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { sweep } from '../../src/operations/sweep.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { register, signInNow } from '../doubles/device.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const worlds = Number(process.env.MODEL_WORLDS ?? 40);
const seed = Number(process.env.MODEL_SEED ?? 1);
const stepsPerWorld = 80;
const owner = { userId: 'alice', tenantId: null };
const names = ['the-owners-phone', 'the-owners-tablet', 'the-thiefs-phone'] as const;
type Name = (typeof names)[number];
const thief: Name = 'the-thiefs-phone';

interface World {
  services: TestServices;
  /** What each device holds of its latest registration. */
  held: Map<Name, RegisteredDevice>;
  /** Sessions that somebody was told have ended. */
  over: RegisteredDevice[];
  /** Installations that the owner has closed. */
  closed: Set<string>;
}

describe('any calls in any order', () => {
  it(`leave nothing that must not be (${worlds} worlds, seed ${seed})`, async () => {
    const made = { worlds: 0, steps: 0, accepted: 0 };
    for (; made.worlds < worlds; made.worlds += 1) {
      const random = randomOf(seed + made.worlds);
      const world: World = {
        services: testServices(),
        held: new Map(),
        over: [],
        closed: new Set(),
      };
      const played: string[] = [];
      try {
        await registerAs(world, 'the-owners-phone');
        for (let step = 0; step < stepsPerWorld && !hasComeOfAge(world); step += 1) {
          const outcome = await play(world, random);
          played.push(outcome);
          made.steps += 1;
          if (outcome.endsWith('accepted')) made.accepted += 1;
          await assertHolds(world, random);
        }
      } catch (error) {
        const story = played.slice(-15).join('\n  ');
        assert.fail(`world ${made.worlds} of seed ${seed}: ${String(error)}\n  ${story}`);
      }
    }
    assert.ok(made.accepted > made.steps / 5, JSON.stringify(made));
    console.log(`      ${made.worlds} worlds, ${made.steps} calls, ${made.accepted} accepted`);
  });
});

async function play(world: World, random: Random): Promise<string> {
  const { services, held, over } = world;
  const name = random.of(names);
  const device = held.get(name);
  const others = [...held.entries()].filter(([other]) => other !== name);
  if (!device || random.below(6) === 0) return await registerAs(world, name);
  const confirmed = confirmedNow(world);
  const { caller, tokens } = device;
  const [otherName, target] = random.of(others.length > 0 ? others : [[name, device] as const]);
  const { sessionId } = target.caller;
  const isOwners = name !== thief;

  const acts: Record<string, () => Promise<unknown>> = {
    list: () => listSessions(services, caller),
    update: () => updateSession(services, caller, { appVersion: `${random.below(9)}` }),
    refresh: async () => {
      device.tokens = await refreshTokens(services, tokens.refresh_token);
    },
    revoke: async () => {
      await revokeSession(services, caller, { sessionId });
      over.push(target);
      world.closed.add(installationOf(target));
    },
    'revoke others': async () => {
      await revokeOtherSessions(services, caller);
      for (const [, other] of others) {
        if (installationOf(other) === installationOf(device)) continue;
        over.push(other);
        world.closed.add(installationOf(other));
      }
    },
    'say no': async () => {
      if (isOwners && otherName !== thief) return;
      await answerLogin(services, caller, { sessionId, wasMe: false });
      over.push(target);
      world.closed.add(installationOf(target));
    },
    'say yes': async () => {
      // The owner knows the own devices; the thief would say yes to anything.
      if (isOwners && otherName === thief) return;
      await answerLogin(services, caller, { sessionId, wasMe: true });
      world.closed.delete(installationOf(target));
    },
    'sign out': async () => {
      await signOut(services, caller, {});
      over.push(device);
    },
    'forget and sign out': async () => {
      const { state } = services.sessions.secretsById.get(caller.sessionId)!;
      await signOut(services, caller, { forget: true });
      over.push(device);
      if (state === 'open') world.closed.add(installationOf(device));
    },
    'give back': async () => {
      await revokeToken(services, tokens.refresh_token);
      over.push(device);
    },
    trigger: () => alertLogin(services, owner),
    sweep: () => sweep(services),
    wait: async () => {
      const [minutes, hours] = [random.below(30), random.of([0, 0, 1, 6, 24])];
      services.pass({ hours, seconds: minutes * 60 + random.below(60) });
    },
  };
  const act = random.of(Object.keys(acts));
  const about = `${name} ${act} ${otherName}`;
  const wasConfirmed = confirmed.has(caller.sessionId);
  const accepted = await isAccepted(acts[act]!());
  if (!wasConfirmed && act !== 'wait') {
    for (const id of confirmed) {
      assert.ok(isLiveNow(world, id), `${about}: an unconfirmed session ended a confirmed one`);
    }
  }
  return `${about}: ${accepted ? 'accepted' : 'refused'}`;
}

/** A new sign-in on this device, which shows the device token that it holds. */
async function registerAs(world: World, name: Name): Promise<string> {
  const { services, held, closed } = world;
  const before = held.get(name);
  const confirmed = confirmedNow(world);
  const more = before ? { deviceToken: before.deviceToken } : {};
  const wasClosed = before !== undefined && closed.has(installationOf(before));
  services.pass({ seconds: 2 });
  const accepted = await isAccepted(
    register(services, name, signInNow(services), more).then((device) => held.set(name, device)),
  );
  const now = held.get(name);
  if (accepted && now && !now.session.confirmed) {
    const own = before?.caller.sessionId;
    for (const id of confirmed) {
      assert.ok(id === own || isLiveNow(world, id), `${name}: a new device ended a confirmed one`);
    }
  }
  if (accepted && now && wasClosed) {
    assert.equal(now.session.confirmed, false, `${name}: a closed device came back as known`);
  }
  return `${name} register: ${accepted ? 'accepted' : 'refused'}`;
}

async function assertHolds(world: World, random: Random): Promise<void> {
  const { services, over } = world;
  if (over.length > 0) {
    const { caller, tokens } = random.of(over);
    assert.ok(!(await isAccepted(listSessions(services, caller))), 'a list after the end');
    const refresh = refreshTokens(services, tokens.refresh_token);
    assert.ok(!(await isAccepted(refresh)), 'tokens after the end');
  }
  const moment = { now: services.now(), policy: services.policy };
  for (const { session } of sessionsOf(world, thief)) {
    if (session.createdAt.getTime() + 7 * dayMs > moment.now.getTime()) {
      assert.ok(!isConfirmed(session, moment), 'the thief counts as the owner');
    }
  }
}

/** Whether a session of the thief has gone a week unanswered: then it counts as the owner's. */
function hasComeOfAge(world: World): boolean {
  const weekAgo = world.services.now().getTime() - 6 * dayMs;
  return sessionsOf(world, thief).some(({ session }) => session.createdAt.getTime() < weekAgo);
}

function sessionsOf({ services: { sessions } }: World, deviceId: string) {
  return [...sessions.secretsById.values()]
    .filter((secrets) => secrets.deviceId === deviceId)
    .map((secrets) => ({ secrets, session: sessions.sessionsById.get(secrets.sessionId)! }));
}

function confirmedNow({ services: { sessions, now, policy } }: World): Set<string> {
  const moment = { now: now(), policy };
  const live = [...sessions.sessionsById.values()].filter(
    (session) => !session.revoked && moment.now < session.expiresAt,
  );
  return new Set(
    live.filter((session) => isConfirmed(session, moment)).map(({ sessionId }) => sessionId),
  );
}

function isLiveNow({ services: { sessions } }: World, sessionId: string): boolean {
  return sessions.sessionsById.get(sessionId)?.revoked === false;
}

function installationOf({ deviceToken }: RegisteredDevice): string {
  return deviceToken.split('.')[0] ?? '';
}

/** Refused only with a reason; anything else is a fault. */
async function isAccepted(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof SessionError) return false;
    throw error;
  }
}

interface Random {
  below(limit: number): number;
  of<Value>(values: readonly Value[]): Value;
}

/** Marsaglia's xorshift: the same numbers for the same seed. */
function randomOf(start: number): Random {
  let state = ((start * 2_654_435_761) % 2 ** 32) | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (limit: number) => next() % limit;
  return { below, of: (values) => values[below(values.length)]! };
}
