import { describe, expect, it } from 'vitest';
import { countConformance, countPlaywright, countReported, countVitest, finalLine, NOTHING, total } from './count.ts';

describe('counts of tests', () => {
  it('are written in one form', () => {
    expect(finalLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(finalLine({ passed: 1, failed: 2, skipped: 3 })).toBe('1 passed, 2 failed, 3 skipped');
  });

  it('add up', () => {
    expect(total([{ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 }])).toEqual({ passed: 11, failed: 22, skipped: 33 });
    expect(total([])).toEqual(NOTHING);
  });

  it('take a test file that does not load for a failure', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    const report = JSON.stringify({ numPassedTests: 2, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1, testResults });
    expect(countVitest(report)).toEqual({ passed: 2, failed: 2, skipped: 2 });
  });

  it('take a flaky test for a failure', () => {
    expect(countPlaywright(JSON.stringify({ stats: { expected: 4, unexpected: 1, flaky: 2, skipped: 1 } }))).toEqual({ passed: 4, failed: 3, skipped: 1 });
  });

  it('are taken as they are from the run of Firefox and WebKit', () => {
    const count = { passed: 3, failed: 0, skipped: 3 };
    expect(countReported(JSON.stringify(count))).toEqual(count);
  });

  it('are nothing where there is no report', () => {
    expect(countVitest(null)).toEqual(NOTHING);
    expect(countPlaywright(null)).toEqual(NOTHING);
    expect(countReported(null)).toEqual(NOTHING);
  });

  it('see every case of the conformance command', () => {
    const output = [
      'omega.json            case 1    plain     0.0e+0 ok',
      'grebt.json            case 2    wasm      3.1e-2 FAIL (dRewards)',
      'grebt.json            case 3    wasm     not run FAIL (x holds "y ok" instead of a number)',
      '3 checks, 2 FAILED',
    ].join('\n');
    expect(countConformance(output)).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });
});
