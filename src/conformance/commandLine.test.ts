import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conformance } from './commandLine.ts';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

async function run(...args: string[]) {
  const lines: string[] = [];
  const complaints: string[] = [];
  const status = await conformance(args, { line: (text) => lines.push(text), complain: (text) => complaints.push(text) });
  return { status, lines, complaints: complaints.join('\n') };
}

describe('the conformance command', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fixtures-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const put = (name: string, text: string) => { writeFileSync(join(folder, name), text); };
  const take = (name: string) => readFileSync(join(fixtures, name), 'utf8');

  it('finds the project’s arithmetic right on every case, plain, on cpu, on wasm and with the SIMD kernels', async () => {
    const { status, lines, complaints } = await run(fixtures);
    expect(lines.filter((line) => line.includes('FAIL'))).toEqual([]);
    expect(complaints).toBe('');
    expect(status).toBe(0);
    // 36 of omega, 3 Gao fits, 5 of paired statistics, 3 of Holm, 15 on all four, 2 transformers on three engines.
    expect(lines).toHaveLength(36 + 3 + 5 + 3 + 4 * 15 + 3 * 2 + 1);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^\w+\.json +case \d+ +(plain|cpu|wasm|wasm simd) +\d\.\de[+-]\d+ ok$/);
  });

  it.each([
    ['advantages.json', 'rloo', 1.00001], ['omega.json', 'omega', 1.00001], ['grebt.json', 'dRewards', 1.00001],
    ['gao_fit.json', 'rlPeak', 1.00001], ['policy_objective.json', 'kl', 1.00001], ['cross_attention.json', 'dWk', 1.00001], ['transformer.json', 'logits', 1.001],
    ['paired_statistics.json', 'wilcoxonP', 1.00001], ['paired_statistics.json', 'detectable', 1.00001], ['holm.json', 'holm', 1.00001],
  ])('finds %s wrong where %s is a little off', async (name, output, factor) => {
    const content = JSON.parse(take(name)) as { cases: { out: Record<string, unknown> }[] };
    const scale = (value: unknown): unknown => (Array.isArray(value) ? value.map(scale) : Number((Number(value) * factor).toPrecision(9)));
    const last = content.cases[content.cases.length - 1];
    last.out[output] = scale(last.out[output]);
    put(name, JSON.stringify(content));
    const { status, lines } = await run(folder, '--backend', 'cpu');
    expect(status).toBe(1);
    expect(lines.filter((line) => line.includes(`FAIL (${output})`)).length).toBeGreaterThan(0);
  });

  it('knows a curve without a highest point', async () => {
    const d = [0.5, 1, 1.5, 2];
    const given = { d, rl: d.map((x) => x * (1 + 0.5 * Math.log(x))), bon: d.map((x) => x * (1 + 0.5 * x)) };
    const out = { rlAlpha: 1, rlBeta: -0.5, rlPeak: null, bonAlpha: 1, bonBeta: -0.5, bonPeak: null };
    put('gao_fit.json', JSON.stringify({ cases: [{ in: given, out }, { in: given, out: { ...out, rlPeak: 2 } }] }));
    const { status, lines } = await run(folder);
    expect(status).toBe(1);
    expect(lines[0]).toMatch(/case 1 .* ok$/);
    expect(lines[1]).toMatch(/case 2 .* FAIL \(rlPeak\)/);
  });

  it('names malformed files and cases, and goes on', async () => {
    put('grebt.json', '{"cases": [');
    put('omega.json', '{"cases":[{"in":{"t":1,"T":"x","omegaMin":0.6},"out":{"omega":1}},{"in":{"t":2,"T":2,"omegaMin":0.5},"out":{"omega":0.5}}]}');
    put('notes.json', '{}');
    const { status, lines, complaints } = await run(folder, '--backend', 'cpu');
    expect(status).toBe(1);
    expect(complaints).toContain('grebt.json: malformed: not JSON');
    expect(complaints).toContain('notes.json: not a fixture');
    expect(lines[0]).toMatch(/case 1 .*not run FAIL \(T holds "x" instead of a number\)/);
    expect(lines[1]).toMatch(/case 2 .* ok$/);
  });

  it.each([
    [[], 'DIR: got nothing'], [['one', 'two'], 'one two'], [['/nowhere'], '"/nowhere"'], [['.', '--backend', 'gpu'], '"gpu"'],
    [['.', '--engine', 'warp'], '"warp"'], [['.', '--fast'], '--fast'], [['.', '--backend'], '--backend'],
    [['.', '--backend', 'cpu', '--engine', 'simd'], 'allowed for the simd engine: wasm'],
  ])('refuses %j with 2', async (args, message) => {
    const { status, complaints } = await run(...args);
    expect(status).toBe(2);
    expect(complaints).toContain(message);
    expect(complaints).toContain('Usage:');
  });

  it('refuses a folder without fixtures with 2', async () => {
    put('notes.txt', '');
    const { status, complaints } = await run(folder);
    expect(status).toBe(2);
    expect(complaints).toContain('no fixture file');
  });

  it('takes files by themselves', async () => {
    cpSync(join(fixtures, 'omega.json'), join(folder, 'omega.json'));
    expect((await run(folder)).status).toBe(0);
  });
});
