/** Whole runs on several engines, in turns: how long they take, and whether they tell the same story. */
import { findPreset, presetConfig } from '../../settings/presets.ts';
import type { Config } from '../../config/fields.ts';
import type { EngineChoice } from '../../engine/choose.ts';
import type { RunResult } from '../../experiment/result.ts';
import { openSession, type Session } from '../../headless/session.ts';
import type { CompareRequest } from '../arguments.ts';
import { thisMachine, warningsOf } from '../machine.ts';
import { spreadOf } from '../statistics.ts';
import { agreementsOf } from './agreement.ts';
import type { Entrant, Timing, WholeResult } from './result.ts';
import { entrantText } from './table.ts';

type Note = (text: string) => void;

const choiceOf = ({ engine }: Entrant): EngineChoice => ({ backend: engine === 'fused' ? 'webgpu' : 'wasm', engine });

function configOf({ preset, seeds }: Pick<CompareRequest, 'preset' | 'seeds'>): Config {
  const config = presetConfig(findPreset(preset)!);
  return seeds ? { ...config, seeds: [...seeds] } : config;
}

async function runOnce(session: Session, config: Config, entrant: Entrant, note: Note): Promise<RunResult> {
  const outcome = await session.run(config, choiceOf(entrant), { onReport: () => undefined, signal: new AbortController().signal, workers: entrant.workers });
  if (outcome.type !== 'finished') throw new Error(`${entrantText(entrant)}: ${outcome.type === 'failed' ? outcome.message : 'the run was cancelled'}`);
  note(`  ${entrantText(entrant)}: ${outcome.result.seconds.toFixed(1)} s`);
  return outcome.result;
}

/** `results`: one for each round. */
function timingOf(entrant: Entrant, results: readonly RunResult[], first: readonly RunResult[]): Timing {
  return {
    ...entrant, backend: results[0].backend, runs: results.length,
    seconds: spreadOf(results.map(({ seconds }) => seconds)),
    timesFirst: spreadOf(results.map(({ seconds }, round) => first[round].seconds / seconds)).median,
  };
}

/** @throws Error where a run does not come to its end */
export async function compareEngines(request: CompareRequest, note: Note): Promise<WholeResult> {
  const { entrants, preset, runs } = request;
  const before = thisMachine();
  warningsOf(before).forEach(note);
  const config = configOf(request);
  const sessions: Session[] = [];
  try {
    for (const entrant of entrants) sessions.push(await openSession(choiceOf(entrant), note));
    const results: RunResult[][] = entrants.map(() => []);
    for (let round = 1; round <= runs; round++) {
      note(`Round ${round} of ${runs}`);
      for (const [index, entrant] of entrants.entries()) results[index].push(await runOnce(sessions[index], config, entrant, note));
    }
    return {
      machine: { ...before, browser: sessions[0].browser },
      preset, arms: config.arms, seeds: config.seeds, steps: config.steps,
      timings: entrants.map((entrant, index) => timingOf(entrant, results[index], results[0])),
      agreements: entrants.slice(1).flatMap((entrant, index) => agreementsOf(entrant, results[0].at(-1)!, results[index + 1].at(-1)!)),
    };
  } finally {
    for (const session of sessions) await session.close();
  }
}
