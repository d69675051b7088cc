// How many tests passed and were skipped, and which failed.

export interface Counts {
  passed: number;
  /** Each with its first line of why. */
  failures: string[];
  skipped: number;
}

export const noCounts: Counts = { passed: 0, failures: [], skipped: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failures: [...a.failures, ...b.failures],
    skipped: a.skipped + b.skipped,
  };
}

/** The last lines of a test run: what failed, where anything did, and how many. */
export function summaryOf({ passed, failures, skipped }: Counts): string {
  const counts = `${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return [...failures.map((failure) => `Failed: ${failure}`), counts].join('\n');
}

/** A run in which no test ran has not shown anything. */
export function isSuccess({ passed, failures }: Counts): boolean {
  return passed > 0 && failures.length === 0;
}
