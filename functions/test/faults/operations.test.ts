// Each operation with each of its calls to the outside failing in each way: nothing half done, nothing
// owed that is not delivered in the end, the right answer, and no secret in a log.
import assert from 'node:assert/strict';
import { boundedServices } from '../../src/boundedServices.ts';
import type { TestServices } from '../doubles/services.ts';
import type { Fault } from './faultyServices.ts';
import { faults, faultyServices, repeated } from './faultyServices.ts';
import type { Situation } from './scenarios.ts';
import { scenarios } from './scenarios.ts';
import type { Outcome } from './world.ts';
import { accountsOf, answerOf, copyOf, outcomeOf, recover, secretsOf, settled } from './world.ts';

/** No operation asks the outside more often; a scenario must have run through before. */
const mostCalls = 60;

describe('an operation whose outside fails', () => {
  after(() => {
    if (process.env.FAULTS === 'all') console.log(`      ${failed} calls failed`);
  });

  for (const [name, prepare] of Object.entries(scenarios)) {
    describe(name, () => {
      let situation: Situation;
      let done: Outcome;
      let undone: Outcome;
      let right: string;
      before(async () => {
        situation = await prepare();
        const healthy = copyOf(situation.world);
        right = answerOf(await settled(() => situation.run(healthy), never));
        await recover(healthy);
        done = outcomeOf(healthy);
        const untouched = copyOf(situation.world);
        await recover(untouched);
        undone = outcomeOf(untouched);
      });

      for (const fault of faults) {
        it(fault, async () => {
          const known = { ...situation, done, undone, right };
          let at = 1;
          while (await strike(known, fault, at, false)) {
            await strike(known, fault, at, true);
            at += 1;
            assert.ok(at <= mostCalls, 'the operation never ran through');
          }
        });
      }
    });
  }
});

const never = () => false;
let failed = 0;

interface Known extends Situation {
  /** What comes of it where nothing fails, and where nobody calls. */
  done: Outcome;
  undone: Outcome;
  right: string;
}

/** Whether the operation came as far as that call. */
async function strike(known: Known, fault: Fault, at: number, isRepeated: boolean) {
  const { world, run, right, failsOpen, isBackground, done, undone } = known;
  const services = copyOf(world);
  const faulty = faultyServices(services, fault, at);
  const about = `call ${at}${isRepeated ? ', repeated' : ''}`;
  const result = await settled(() => run(boundedServices(faulty.services)), faulty.isHanging);
  if (!faulty.reached()) return false;
  failed += 1;

  const answer = answerOf(result);
  const wentOn = failsOpen === true && result.status === 'fulfilled';
  const isFailure = answer !== right;
  if (isFailure && !wentOn && !isBackground) {
    const failure = fault === 'fails for good' ? 'internal' : 'unavailable';
    const allowed = fault === 'commits twice' ? right : failure;
    assert.equal(answer, allowed, about);
  }
  if (isRepeated && isFailure && !isBackground) {
    const second = answerOf(await settled(() => run(boundedServices(services)), never));
    assert.ok([right, known.again].includes(second), `${about}: then ${second}`);
  }
  await recover(services);
  const outcome = outcomeOf(services);
  const isDone = !isFailure || isRepeated || isSame(outcome.sessions, done.sessions);
  assert.deepEqual(outcome, isDone || isBackground ? done : undone, about);
  assertNothingLeft(services, about);
  const log = JSON.stringify(services.logged);
  for (const secret of [...secretsOf(services), repeated]) {
    assert.ok(!log.includes(secret), `${about}: ${log}`);
  }
  return true;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function assertNothingLeft(services: TestServices, about: string): void {
  for (const { outbox, isOwed, devices } of accountsOf(services)) {
    assert.deepEqual({ outbox, isOwed }, { outbox: [], isOwed: false }, about);
    for (const { session, pushToken, mayDenyUntil } of Object.values(devices)) {
      if (!session && !mayDenyUntil) assert.equal(pushToken, null, about);
    }
  }
}
