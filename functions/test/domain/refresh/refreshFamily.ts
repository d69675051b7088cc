// A model of one family of refresh tokens and of those who use it: the owner's app, a second process
// of that app on the same storage, and a thief. Time is in seconds and passes only where a step says so.
import fc from 'fast-check';
import { type decideRefresh, firstRefreshState } from '../../../src/domain/refresh/rotation.ts';

export type Decide = typeof decideRefresh;

export type HonestStep =
  /** The app refreshes; if the answer is lost it holds what it held, and a later step is the retry. */
  | { who: 'app'; after: number; lost: boolean }
  /** Two processes take the same token from storage; the later answer to arrive is what stays in it. */
  | { who: 'both'; after: number; apart: number; lost: [boolean, boolean]; crossed: boolean };

export type ThiefStep =
  /** Copies what the owner's storage holds. */
  | { who: 'copier' }
  /** Uses any token that he has ever seen; `pick` chooses. */
  | { who: 'thief'; after: number; pick: number };

const seconds = fc.oneof(fc.nat(3), fc.constantFrom(9, 10, 11), fc.nat(60));
const app = fc.record({ who: fc.constant('app' as const), after: seconds, lost: fc.boolean() });
const both = fc.record({
  who: fc.constant('both' as const),
  after: seconds,
  apart: seconds,
  lost: fc.tuple(fc.boolean(), fc.boolean()),
  crossed: fc.boolean(),
});
const copier = fc.record({ who: fc.constant('copier' as const) });
const thief = fc.record({ who: fc.constant('thief' as const), after: seconds, pick: fc.nat(40) });

export const honestSteps: fc.Arbitrary<HonestStep[]> = fc.array(fc.oneof(app, both), {
  maxLength: 25,
});
export const anySteps: fc.Arbitrary<(HonestStep | ThiefStep)[]> = fc.array(
  fc.oneof(app, both, copier, thief),
  { maxLength: 25 },
);

/** A new family under a rule, the owner holding its first token. */
export function makeFamily(decide: Decide, graceSeconds: number) {
  const issued: string[] = [];
  const newNonce = (): string => `nonce ${issued.length + 1}`;
  let time = 0;
  let ended = false;
  let rotatedAt = 0;
  let held = newNonce();
  issued.push(held);
  let state = firstRefreshState(held, new Date(0));
  const copied: string[] = [];

  const decideNow = (nonce: string) =>
    decide(state, nonce, {
      now: new Date(time * 1000),
      newId: newNonce,
      policy: { refreshGraceSeconds: graceSeconds, lostAnswer: 'accept' },
    });

  /** What the server answers: the next nonce, or null where the session has ended. */
  function use(nonce: string): string | null {
    if (ended) return null;
    const decision = decideNow(nonce);
    if (decision.kind === 'reuse') {
      ended = true;
      return null;
    }
    if (decision.kind === 'rotate') state = decision.state;
    if (!issued.includes(state.currentNonce)) {
      issued.push(state.currentNonce);
      rotatedAt = time;
    }
    return state.currentNonce;
  }

  function keep(answer: string | null, lost: boolean): void {
    if (answer !== null && !lost) held = answer;
  }

  function play(step: HonestStep | ThiefStep): void {
    if (step.who === 'copier') {
      copied.push(held);
      return;
    }
    time += step.after;
    if (step.who === 'app') {
      keep(use(held), step.lost);
    } else if (step.who === 'both') {
      const token = held;
      const first = use(token);
      // The second process is one of the grace: later than that it would read what the first has stored.
      time += Math.max(0, Math.min(step.apart, rotatedAt + graceSeconds - time));
      const second = use(token);
      const answers = [
        { answer: first, lost: step.lost[0] },
        { answer: second, lost: step.lost[1] },
      ];
      for (const { answer, lost } of step.crossed ? answers.reverse() : answers) keep(answer, lost);
    } else if (copied.length > 0) {
      const answer = use(copied[step.pick % copied.length] ?? '');
      if (answer !== null) copied.push(answer);
    }
  }

  return {
    play,
    hasEnded: () => ended,
    /** The nonces that would not be taken for reuse now. */
    good: () => issued.filter((nonce) => decideNow(nonce).kind !== 'reuse'),
  };
}
