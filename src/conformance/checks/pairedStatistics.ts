import { pairedStatisticsOf } from '../../rlhf/pairedStatistics.ts';
import { readTensor } from '../tensor.ts';
import type { Check } from './check.ts';

export const pairedStatisticsCheck: Check = {
  appliesTo: (subject) => subject.plain,
  read(input) {
    const differences = readTensor(input.differences, 'differences', 1);
    return {
      data: { differences: differences.data },
      async compute(_, data) {
        // Only what is printed as zero is a tie here: the printed numbers have no rounding of a run's.
        const [found] = pairedStatisticsOf([Array.from(data.differences)], 0);
        const { mean, median, ci95, wins, ties, n, signP, wilcoxonP, detectable } = found;
        const numbers = { mean, median, ci95, wins, ties, n, signP, wilcoxonP, detectable };
        return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, [value ?? NaN]]));
      },
    };
  },
};
