/** Counts of tests, read from the reports of the tools that ran them. A report that is missing counts nothing. */

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Count = { passed: 0, failed: 0, skipped: 0 };

export function total(counts: readonly Count[]): Count {
  return counts.reduce((sum, { passed, failed, skipped }) => (
    { passed: sum.passed + passed, failed: sum.failed + failed, skipped: sum.skipped + skipped }), NOTHING);
}

/** `N passed, N failed`, and `, N skipped` where there are any. */
export function finalLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Vitest's JSON report. A file that cannot be loaded has no tests, and counts as one that failed. */
export function countVitest(report: string | null): Count {
  if (report === null) return NOTHING;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(report) as {
    numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number;
    testResults: { status: string; assertionResults: { status: string }[] }[];
  };
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'));
  return { passed: numPassedTests, failed: numFailedTests + broken.length, skipped: numPendingTests + numTodoTests };
}

/** Playwright's JSON report. A test that passed only when tried again has failed. */
export function countPlaywright(report: string | null): Count {
  if (report === null) return NOTHING;
  const { stats } = JSON.parse(report) as { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/** The conformance command's lines, one per case. */
export function countConformance(output: string): Count {
  const cases = output.split('\n').filter((line) => /^\S+\.json +case /.test(line));
  const passed = cases.filter((line) => line.endsWith(' ok')).length;
  return { passed, failed: cases.length - passed, skipped: 0 };
}

/** A report that is a count. */
export function countReported(report: string | null): Count {
  return report === null ? NOTHING : JSON.parse(report) as Count;
}
