/** `npm run -s soak -- ...`: runs that lose what computes them, against one that nothing happens to. Exit status: 0; 1 one differs or fails; 2 bad arguments. */
import { soak, SOAKED, type Loss } from '../protocol/soak.ts';
import { BadArguments } from './badArguments.ts';
import { readSoakArguments, SOAK_USAGE } from './soakArguments.ts';

function row(stage: string, losses: readonly Loss[]): readonly string[] {
  const mean = losses.length === 0 ? '' : (losses.reduce((sum, { rewound }) => sum + rewound, 0) / losses.length).toFixed(2);
  return [stage, String(losses.length), `${losses.filter(({ equal }) => equal).length}/${losses.length}`, mean];
}

function table(losses: readonly Loss[]): string {
  const rows = [['stage', 'losses', 'equal', 'steps made again, mean'], ...SOAKED.map((stage) => row(stage, losses.filter((loss) => loss.stage === stage))), row('all', losses)];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return `${[line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n')}\n`;
}

async function main(args: readonly string[]): Promise<number> {
  const request = readSoakArguments(args);
  if (request === 'help') {
    process.stdout.write(SOAK_USAGE);
    return 0;
  }
  let made = 0;
  const losses = await soak(request.losses, request.seed, ({ stage, workers, what, equal, rewound }) => {
    process.stderr.write(`${++made}/${request.losses} ${stage}, ${workers} ${workers === 1 ? 'worker' : 'workers'}: ${what}; ${rewound} steps made again; ${equal ? 'equal' : 'DIFFERENT'}\n`);
  });
  process.stdout.write(table(losses));
  return losses.every(({ equal }) => equal) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof BadArguments ? `${message}\nSee npm run -s soak -- --help\n` : `Failed: ${message}\n`);
  return error instanceof BadArguments ? 2 : 1;
});
