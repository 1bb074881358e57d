/**
 * Makes the shipped starting weights: `npm run starts -- --seeds 8-19 [--out public/starts]`. Trains the supervised
 * stages of the default preset on the SIMD engine in Node, whose bits are the same on every machine, and writes one file per seed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { kernelsBinary } from '../../scripts/kernels.ts';
import { defaultConfig } from '../settings/schema.ts';
import { parseValue } from '../settings/values.ts';
import { createSimdEngine, startKernels } from '../engine/simd/index.ts';
import { Control } from '../experiment/control.ts';
import { digest, encodeStart, startFields, startsFile, STARTS_INDEX, type StartsIndex } from '../experiment/starts.ts';
import { trainSupervised } from '../experiment/supervised.ts';

const options = new Command('starts')
  .description('Train and write the starting weights that the default preset ships.')
  .requiredOption('--seeds <seeds>', 'which seeds: 8, 8-19 or 3,5,9')
  .option('--out <directory>', 'where to write', 'public/starts')
  .parse()
  .opts<{ seeds: string; out: string }>();

const seeds = parseValue('seeds', options.seeds);
if (!seeds.ok) {
  process.stderr.write(`${seeds.problem.message}\n`);
  process.exit(2);
}
const engine = createSimdEngine(await startKernels(await kernelsBinary()), 'this processor');
const train = (stage: 'sft' | 'trunk') => trainSupervised(stage, defaultConfig, seeds.value, engine, new Control(), (done, total) => {
  process.stderr.write(`\r${stage} ${done}/${total}${done === total ? '\n' : ''}`);
});
const policies = await train('sft');
const trunks = await train('trunk');

mkdirSync(options.out, { recursive: true });
const digests = seeds.value.map((seed, lane) => {
  const start = encodeStart({ policy: policies[lane], trunk: trunks[lane] });
  writeFileSync(join(options.out, startsFile(seed)), start);
  return [seed, digest(start.buffer)] as const;
});
const index: StartsIndex = {
  seeds: seeds.value, fields: Object.fromEntries(startFields.map((key) => [key, defaultConfig[key]])), digests: Object.fromEntries(digests),
};
writeFileSync(join(options.out, STARTS_INDEX), `${JSON.stringify(index, null, 2)}\n`);
