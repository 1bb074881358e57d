import { expect, it } from 'vitest';
import { evaluation, training } from '../experiment/testing.ts';
import { batched } from './batch.ts';
import type { Report } from './messages.ts';

it('a step’s reports go out as one message, in their order, and none waits for a step that does not come', () => {
  const posted: (readonly Report[])[] = [];
  const tell = batched<Report>((reports) => posted.push(reports));
  const lane = { arm: 'frozen', seed: 8 } as const;
  const reports: Report[] = [
    { run: 1, type: 'stage', stage: 'head', done: 1, total: 1 },
    { run: 1, type: 'training', lane, metrics: training(1) },
    { run: 1, type: 'evaluation', lane, metrics: evaluation(1), samples: [] },
    { run: 1, type: 'step', step: 1 },
    { run: 1, type: 'training', lane, metrics: training(2) },
    { run: 1, type: 'failed', message: 'it diverged' },
  ];
  reports.forEach(tell);
  expect(posted.map(({ length }) => length)).toEqual([1, 3, 2]);
  expect(posted.flat()).toEqual(reports);
});
