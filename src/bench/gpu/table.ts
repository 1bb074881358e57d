/** The result of `--gpu` as Markdown. */
import { machineText, warningsOf } from '../machine.ts';
import { markdownTable } from '../markdownTable.ts';
import { digits, speedUp } from '../table.ts';
import type { GpuResult } from './result.ts';

export function gpuTable({ machine, device, steps: { rows, leftOut }, kernels }: GpuResult): string {
  return [
    ...warningsOf(machine).flatMap((warning) => [`**${warning}**`, '']),
    machineText(machine),
    '',
    `Device: ${device}`,
    '',
    ...markdownTable(['RL step of R2M', 'lanes', 'backend', 'median ms', 'steps a second', 'lane steps a second', 'times plain'], rows.map((row) => {
      const { implementation, model, lanes, backend, medianMs } = row;
      const ratio = speedUp(row, rows);
      return [`${implementation}, ${model}`, String(lanes), backend, digits(medianMs), digits(1000 / medianMs), digits(1000 * lanes / medianMs), ratio === null ? '–' : `${digits(ratio)}×`];
    })),
    ...leftOut.flatMap(({ implementation, model, lanes, backend, reason }) => [`Left out: ${implementation} on ${backend}, ${model}, lanes ${lanes}: ${reason}.`, '']),
    ...kernels.flatMap(({ model, lanes, kernels: times }) => {
      const all = times.reduce((sum, { stepMs }) => sum + stepMs, 0);
      return markdownTable([`kernels, ${model}, lanes ${lanes}`, 'dispatches a step', 'ms a step', 'share'],
        times.map(({ kernel, dispatches, stepMs }) => [kernel, String(dispatches), digits(stepMs), all === 0 ? '–' : `${(100 * stepMs / all).toFixed(0)} %`]));
    }),
    kernels.length === 0
      ? 'The device tells no times of its kernels.'
      : 'Kernels: by the device’s own clock, medians over steps, each dispatch in a pass of its own; a browser may round times to 0.1 ms.',
    '',
  ].join('\n');
}
