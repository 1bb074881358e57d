import { expect, it } from 'vitest';
import { armLooks, armShort, COLOURS, liftStyle } from './arms.ts';

const arms = Array.from({ length: 3 * COLOURS }, (_, index) => `r2m{omegaMin=${(index + 1) / 100}}`);

it('looks are by place in the run: no two arms of a run look alike, nor do an arm’s own two lines', () => {
  const looks = arms.map(armLooks(arms));
  expect(looks[0]).toMatchObject({ place: 1, colour: 'var(--series-1)', solid: 'none', dashed: '5 4' });
  for (const kind of ['solid', 'dashed'] as const) expect(new Set(looks.map((look) => `${look.colour} ${look[kind]}`)).size).toBe(arms.length);
  for (const { solid, dashed } of looks) expect(solid).not.toBe(dashed);
  expect(armLooks(['shrink', 'frozen'])('frozen').place).toBe(2);
});

it('one is lifted by name, and all others step back', () => {
  const lookOf = armLooks(arms);
  expect(liftStyle(null)).toEqual({});
  const lifted = liftStyle(lookOf(arms[2]));
  const own = String(lookOf(arms[2]).fade.opacity).slice('var('.length).split(',')[0];
  expect(lifted).toMatchObject({ [own]: 1 });
  expect(Object.keys(lifted)).toHaveLength(3);
});

it('a name beside a line keeps the settings that tell two arms of one method apart', () => {
  expect(armShort('shrink')).toBe('Smaller reward');
  expect(armShort('r2m{alpha=0}')).toBe('R2M (α 0)');
  expect(armShort('scaleMatched{alpha=0,beta=0.25}').length).toBeLessThanOrEqual(25);
});
