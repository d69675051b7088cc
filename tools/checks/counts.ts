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

/** What a run that ends with such a summary says; its exit code tells of a failure that no test was. */
export function countsOf(output: string, name: string, code: number): Counts {
  const failures = [...output.matchAll(/^Failed: (.*)$/gm)].map(([, failure = '']) => failure);
  const [, passed, failed, skipped = '0'] =
    /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(output) ?? [];
  for (let at = failures.length; at < Number(failed ?? 0); at++)
    failures.push(`${name}: see above`);
  if (passed === undefined || (code !== 0 && failures.length === 0)) {
    failures.push(`${name}: exit code ${code}`);
  }
  return { passed: Number(passed ?? 0), failures, skipped: Number(skipped) };
}

/** A run in which no test ran has not shown anything. */
export function isSuccess({ passed, failures }: Counts): boolean {
  return passed > 0 && failures.length === 0;
}
