/** The run in numbers: each arm, and the differences paired by seed. */
import { useMemo } from 'react';
import type { ArmResult, PairedResult, PairedSpread, Spread } from '../../experiment/result.ts';
import { spreadOf } from '../../rlhf/statistics.ts';
import type { Shown } from '../../store/shown.ts';
import { armColour, armLabel } from '../arms.ts';
import { fixed, percent, signed } from '../format.ts';
import './numbers.css';

type Seed = ArmResult['seeds'][number];

interface Cell {
  readonly text: string;
  readonly aside?: string;
}
interface Row {
  readonly title: string;
  readonly hint: string;
  readonly cell: (arm: ArmResult) => Cell;
}

function plusMinus({ ci95 }: Spread, digits = 2): { aside?: string } {
  return ci95 === null ? {} : { aside: `± ${fixed(ci95, digits)}` };
}

/** Over the seeds that have the value. */
function meanOf(arm: ArmResult, value: (seed: Seed) => number | null): number {
  const values = arm.seeds.map(value).filter((each) => each !== null);
  return values.length === 0 ? NaN : spreadOf(values).mean;
}

const ROWS: readonly Row[] = [
  { title: 'Start', hint: 'Gold of the starting policy.', cell: ({ summary }) => ({ text: fixed(summary.startGold.mean), ...plusMinus(summary.startGold) }) },
  {
    title: 'Peak', hint: 'Best three evaluations in a row, for each seed.',
    cell: ({ summary }) => ({ text: fixed(summary.peakGold.mean), ...plusMinus(summary.peakGold) }),
  },
  {
    title: 'Peak at step', hint: 'Median over seeds.',
    cell: (arm) => ({ text: fixed(spreadOf(arm.seeds.map(({ peakStep }) => peakStep)).median, 0) }),
  },
  {
    title: 'Final', hint: 'Mean of the last three evaluations.',
    cell: ({ summary }) => ({ text: fixed(summary.finalGold.mean), ...plusMinus(summary.finalGold) }),
  },
  {
    title: 'Final KL', hint: 'How far the policy has moved from where it started, in nats.',
    cell: ({ summary }) => ({ text: fixed(summary.finalKl.mean, 1), ...plusMinus(summary.finalKl, 1) }),
  },
  {
    title: 'Accuracy', hint: 'Reward accuracy: held-out pairs of the starting policy that the arm’s reward orders as gold does, before RL and now.',
    cell: (arm) => {
      const [before, after] = (['before', 'after'] as const).map((when) => fixed(100 * meanOf(arm, (seed) => seed.rewardAccuracy[when]), 0));
      return { text: `${before} → ${after} %` };
    },
  },
  {
    title: 'On own text', hint: 'The same for pairs of the policy’s present responses. 50 % is chance.',
    cell: (arm) => ({ text: percent(meanOf(arm, (seed) => seed.rewardAccuracy.onPolicy)) }),
  },
  {
    title: 'Gold labels', hint: 'Pairs that gold labelled for this arm, for each seed. Charts do not count.',
    cell: (arm) => ({ text: fixed(meanOf(arm, (seed) => seed.goldQueries), 0) }),
  },
];

const DIFFERENCES: readonly { readonly title: string; readonly hint: string; readonly key: 'peakGold' | 'finalGold' | 'goldAtEqualKl' }[] = [
  { title: 'Peak gold', hint: 'Difference of the peaks.', key: 'peakGold' },
  { title: 'Final gold', hint: 'Difference at the end. Delaying the collapse shows here.', key: 'finalGold' },
  { title: 'Gold at equal KL', hint: 'Mean difference over the KL that both reached: better for the same distance moved.', key: 'goldAtEqualKl' },
];

export function Numbers({ shown }: { readonly shown: Shown }) {
  const { arms, config } = shown;
  const columns = useMemo(() => config.arms.map((name) => arms.find((arm) => arm.name === name)), [arms, config.arms]);
  return (
    <section className="numbers" aria-label="Numbers">
      <table className={config.arms.length > 2 ? 'numbers-narrow' : ''}>
        <caption>Gold and distance{shown.result ? '' : ', so far'}</caption>
        <thead>
          <tr><th />{config.arms.map((arm) => <th key={arm} scope="col" style={{ color: armColour(arm) }}>{armLabel(arm)}</th>)}</tr>
        </thead>
        <tbody>
          {ROWS.map(({ title, hint, cell }) => (
            <tr key={title} title={hint}>
              <th scope="row">{title}</th>
              {columns.map((arm, index) => {
                const content: Cell = arm ? cell(arm) : { text: '–' };
                return <td key={config.arms[index]}>{content.text}{content.aside && <small>{content.aside}</small>}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {config.arms.slice(1).map((arm) => (
        <Difference key={arm} arm={arm} versus={config.arms[0]} paired={shown.paired.find((entry) => entry.arm === arm)} />
      ))}
      <p className="numbers-note">{config.seeds.length === 1
        ? 'One seed says little: runs differ a lot from seed to seed.'
        : `Means over ${config.seeds.length} seeds; ± is the half width of the 95 % interval (Student’s t).`}</p>
    </section>
  );
}

interface DifferenceProps {
  readonly arm: ArmResult['name'];
  readonly versus: ArmResult['name'];
  readonly paired: PairedResult | undefined;
}

function Difference({ arm, versus, paired }: DifferenceProps) {
  return (
    <table className="numbers-paired">
      <caption>
        <span style={{ color: armColour(arm) }}>{armLabel(arm)}</span> minus <span style={{ color: armColour(versus) }}>{armLabel(versus)}</span>, seed by seed
      </caption>
      <thead><tr><th /><th scope="col">mean, 95 %</th><th scope="col">ahead in</th></tr></thead>
      <tbody>
        {DIFFERENCES.map(({ title, hint, key }) => {
          const spread: PairedSpread | null = paired?.[key] ?? null;
          return (
            <tr key={key} title={hint}>
              <th scope="row">{title}</th>
              <td>{spread ? signed(spread.mean) : '–'} <small>{spread ? plusMinus(spread).aside : ''}</small></td>
              <td>{spread ? `${spread.wins} of ${spread.n}` : '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
