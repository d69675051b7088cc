// The whole API at random, by an owner of three devices, a thief with the password and copies of what they
// keep, a second person on the owner's phone, an operator, and Firebase, which deletes, revives and
// changes accounts. Whatever they do, what docs/security.md promises holds; a ledger of what was answered
// is the judge. MODEL_WORLDS says how many worlds, MODEL_SEED what they begin with: the same calls for the
// same number.
import assert from 'node:assert/strict';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { actsOf } from './model/acting.ts';
import { eventsOf } from './model/happening.ts';
import type { Random } from './model/random.ts';
import { randomOf } from './model/random.ts';
import { registerAs } from './model/registering.ts';
import { assertStored } from './model/stored.ts';
import type { World } from './model/world.ts';
import { assertLedgerHolds, devices, makeWorld, observe, refusalOf } from './model/world.ts';

const worlds = Number(process.env.MODEL_WORLDS ?? 40);
const seed = Number(process.env.MODEL_SEED ?? 1);
const stepsPerWorld = 80;
const mostWorlds = 10_000;
/** What must have come about before it ends, so that nothing is promised of what was never tried. */
const expected = [
  ...['(new): confirmed', '(new): unconfirmed', '(new): account_revived'],
  ...['(roll-out): confirmed', '(same attempt): answered again', '(session): session_open'],
];

describe('any calls in any order', () => {
  it(`leave nothing that must not be (${worlds} worlds, seed ${seed})`, async () => {
    const made = { worlds: 0, steps: 0, accepted: 0 };
    const kinds = new Map<string, number>();
    const isDone = () => made.worlds >= worlds && expected.every((kind) => kinds.has(kind));
    for (; !isDone() && made.worlds < mostWorlds; made.worlds += 1) {
      const random = randomOf(seed + made.worlds);
      const world = makeWorld(random);
      const played: string[] = [];
      try {
        played.push(await registerAs(world, devices[0]!));
        for (let step = 0; step < stepsPerWorld; step += 1) {
          const outcome = await play(world, random);
          played.push(outcome);
          made.steps += 1;
          if (/: (accepted|confirmed|unconfirmed|answered again)$/.test(outcome))
            made.accepted += 1;
          const kind = outcome.replace(/^.*?(?=\(|: )/, '');
          kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
          await assertLedgerHolds(world);
          assertStored(world);
          await assertEnded(world, random);
        }
      } catch (error) {
        const story = played.slice(-25).join('\n  ');
        const what = error instanceof Error ? error.stack : String(error);
        assert.fail(`world ${made.worlds} of seed ${seed}: ${what}\n  ${story}`);
      }
    }
    assert.ok(made.accepted > made.steps / 5, JSON.stringify(made));
    for (const kind of expected) assert.ok(kinds.has(kind), kind);
    console.log(`      ${made.worlds} worlds, ${made.steps} calls, ${made.accepted} accepted`);
  });
});

async function play(world: World, random: Random): Promise<string> {
  const device = random.of(devices);
  const mine = world.held.get(device);
  if (!mine || random.below(4) === 0) return await registerAs(world, device);
  if (random.below(3) === 0) {
    const events = eventsOf(world);
    const name = random.of(Object.keys(events));
    const refusal = await refusalOf(settled(events[name]!()));
    return `${name}: ${refusal ?? 'accepted'}`;
  }
  const acts = actsOf(world, device, mine);
  const name = random.of(Object.keys(acts));
  const about = `${device.name} of ${device.person} ${name}`;
  const other = device.person === 'alice' ? 'bob' : 'alice';
  const [before, elsewhere] = [await observe(world, device.person), await observe(world, other)];
  const refusal = await refusalOf(acts[name]!.run());
  const after = await observe(world, device.person);
  assert.deepEqual(await observe(world, other), elsewhere, `${about}: another person’s session`);
  if (acts[name]!.bySession && !before.get(mine.caller.sessionId)?.confirmed) {
    for (const [id, { confirmed, endedBy }] of before) {
      if (!confirmed || endedBy !== null || id === mine.caller.sessionId) continue;
      const reason = after.get(id)?.endedBy;
      const isFair = reason === null || reason === 'account';
      assert.ok(isFair, `${about}: an unconfirmed session ended a confirmed one`);
    }
  }
  return `${about}: ${refusal ?? 'accepted'}`;
}

/** What is left for a later try is no fault. */
async function settled(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!/not told to everybody yet|still to be logged out/.test((error as Error).message)) {
      throw error;
    }
  }
}

/** Who was told that a session has ended gets nothing by it any more. */
async function assertEnded({ services, over }: World, random: Random): Promise<void> {
  if (over.length === 0) return;
  const { caller, tokens } = random.of(over);
  assert.notEqual(await refusalOf(listSessions(services, caller)), null, 'a list after the end');
  const refresh = refreshTokens(services, tokens.refresh_token);
  assert.notEqual(await refusalOf(refresh), null, 'tokens after the end');
}
