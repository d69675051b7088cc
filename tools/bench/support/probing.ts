// A closed device that calls without a pause: what it was let in with, and until when.
import type { Cell, Table } from '../part.ts';
import { spreadOf } from './spread.ts';

/** One call of the closed device. Resolves to whether it was let through. */
export type WayIn = () => Promise<boolean>;

interface Found {
  /** Calls that were let through although they started after the answer. */
  late: number;
  /** Let through after the answer, but started before it. */
  crossing: number;
  /** Milliseconds from the answer to the first refusal; below 0 where that came first. */
  untilRefused: number;
}

interface Refused {
  /** The calls that were let through. */
  calls: { startedAt: number; endedAt: number }[];
  refusedAt: number;
}

/** What was found on each way in. */
export class Probes {
  readonly #found = new Map<string, Found[]>();

  /** Calls on all ways in at once, before and after `revoke`, until each is refused. */
  async during(waysIn: Record<string, WayIn>, revoke: () => Promise<void>): Promise<void> {
    const probes = Object.entries(waysIn).map(([name, wayIn]) => ({ name, ...probing(wayIn) }));
    await Promise.all(probes.map(({ letIn }) => letIn));
    await revoke();
    const answeredAt = performance.now();
    for (const { name, refused } of probes) {
      const { calls, refusedAt } = await refused;
      const after = calls.filter(({ endedAt }) => endedAt > answeredAt);
      const late = after.filter(({ startedAt }) => startedAt > answeredAt).length;
      const all = this.#found.get(name) ?? [];
      all.push({ late, crossing: after.length - late, untilRefused: refusedAt - answeredAt });
      this.#found.set(name, all);
    }
  }

  table(name: string): Table {
    const rows = [...this.#found].map(([way, tries]): Cell[] => {
      const { min, p50, p95, max } = spreadOf(tries.map(({ untilRefused }) => untilRefused));
      const sum = (of: (one: Found) => number) => tries.reduce((total, one) => total + of(one), 0);
      return [
        ...[way, tries.length, sum(({ late }) => late), sum(({ crossing }) => crossing)],
        ...[min, p50, p95, max].map((value) => Math.round(value * 10) / 10),
      ];
    });
    const spread = ['min ms', 'p50 ms', 'p95 ms', 'max ms'];
    const counts = ['let in, begun later', 'let in, begun earlier'];
    return { name, columns: ['way in', 'tries', ...counts, ...spread], rows };
  }
}

/** Calls again and again until it is refused. */
function probing(wayIn: WayIn): { letIn: Promise<unknown>; refused: Promise<Refused> } {
  const first = Promise.withResolvers<void>();
  const callAgainAndAgain = async (): Promise<Refused> => {
    const calls: Refused['calls'] = [];
    for (;;) {
      const startedAt = performance.now();
      const isLetIn = await wayIn();
      const endedAt = performance.now();
      if (!isLetIn) return { calls, refusedAt: endedAt };
      calls.push({ startedAt, endedAt });
      first.resolve();
    }
  };
  const refused = callAgainAndAgain();
  return { refused, letIn: Promise.race([first.promise, refused]) };
}
