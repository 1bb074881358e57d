/** The prompts to choose from, in groups: the typical one, those on which proxy and gold part most, and all. */
import { byOverrating } from '../../store/typical.ts';
import type { SamplePage } from '../../store/record.ts';

/** `value` names group and prompt, since a prompt can be in several groups. */
export interface PromptOption {
  readonly value: string;
  readonly prompt: number;
}

export interface PromptGroup {
  readonly title: string;
  readonly options: readonly PromptOption[];
}

/** Of the most over- and underrated. */
const MOST_NAMED = 3;

function group(title: string, name: string, prompts: readonly number[]): PromptGroup {
  return { title, options: prompts.map((prompt) => ({ value: `${name}:${prompt}`, prompt })) };
}

/** `last`: the first method's newest page of the seed shown. */
export function promptGroups(typical: number | null, last: SamplePage | undefined, count: number): PromptGroup[] {
  const rated = last ? byOverrating(last) : [];
  // With few prompts no prompt is both.
  const named = Math.min(MOST_NAMED, Math.floor(rated.length / 2));
  return [
    ...(typical === null ? [] : [group('Typical: nearest to the mean', 'typical', [typical])]),
    ...(named === 0 ? [] : [
      group('Most overrated: the proxy high, gold low', 'over', rated.slice(0, named)),
      group('Most underrated: the proxy low, gold high', 'under', rated.slice(rated.length - named).reverse()),
    ]),
    group('All prompts', 'all', Array.from({ length: count }, (_, prompt) => prompt)),
  ];
}

/** The prompt that a value names, else the first listed. */
export function promptOf(groups: readonly PromptGroup[], value: string | null): PromptOption {
  const options = groups.flatMap((each) => each.options);
  return options.find((option) => option.value === value) ?? options.find(({ prompt }) => prompt === Number(value?.split(':')[1])) ?? options[0];
}
