import { describe, expect, it } from 'vitest';
import { findMethod } from '../methods/index.ts';
import { MOST_ARMS } from '../settings/arms.ts';
import { addArm, moveArm, setArmField } from './armEdits.ts';

const method = (name: string) => findMethod(name)!;
const reason = (edited: ReturnType<typeof addArm>) => (edited.ok ? '' : edited.reason);

describe('a list of arms', () => {
  it('takes a method at its end, and a second time once the first has settings', () => {
    expect(addArm(['frozen'], method('r2m'))).toEqual({ ok: true, arms: ['frozen', 'r2m'] });
    expect(reason(addArm(['frozen', 'r2m'], method('r2m')))).toMatch(/^R2M is here already, as number 2\. Give that one settings of its own first/);
    expect(addArm(['frozen', 'r2m{alpha=0}'], method('r2m'))).toEqual({ ok: true, arms: ['frozen', 'r2m{alpha=0}', 'r2m'] });
    const full = Array.from({ length: MOST_ARMS }, (_, index) => `r2m{omegaMin=${index / 100}}`);
    expect(reason(addArm(full, method('r2m')))).toBe(`A run has ${MOST_ARMS} methods at most.`);
  });

  it('gives an arm settings of its own, and takes them away', () => {
    const set = setArmField(['frozen', 'r2m'], 1, 'beta', '0,25');
    expect(set).toEqual({ ok: true, arms: ['frozen', 'r2m{beta=0.25}'] });
    expect(setArmField(['frozen', 'r2m{beta=0.25}'], 1, 'alpha', '0')).toEqual({ ok: true, arms: ['frozen', 'r2m{alpha=0,beta=0.25}'] });
    expect(setArmField(['r2m{alpha=0,beta=0.25}'], 0, 'beta', null)).toEqual({ ok: true, arms: ['r2m{alpha=0}'] });
    expect(setArmField(['r2m{alpha=0}'], 0, 'alpha', null)).toEqual({ ok: true, arms: ['r2m'] });
  });

  it('refuses a value out of range and an arm that is there already, with the reason', () => {
    expect(reason(setArmField(['r2m'], 0, 'alpha', '2'))).toMatch(/: 2 does not count; it must be 0 to 1\.$/);
    expect(reason(setArmField(['r2m'], 0, 'alpha', ''))).toMatch(/ is empty; it must be 0 to 1\.$/);
    expect(reason(setArmField(['r2m', 'r2m{alpha=0}'], 1, 'alpha', null))).toBe('That would be number 1 once more, R2M: two methods of a run have to differ.');
    expect(() => setArmField(['frozen'], 0, 'alpha', '0')).toThrow(RangeError);
  });

  it('is put in another order', () => {
    expect(moveArm(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moveArm(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  });
});
