/** The worker's end of the protocol: takes commands, does one run or measurement at a time, and reports. */
import { fields, type Config } from '../config/fields.ts';
import { parseConfig } from '../config/schema.ts';
import type { Engine } from '../engine/engine.ts';
import { Cancelled, Control } from '../experiment/control.ts';
import type { RunEvent } from '../experiment/events.ts';
import { measureSpeed } from '../experiment/measure.ts';
import { Run } from '../experiment/run.ts';
import { shapesInUse } from '../methods/shapes.ts';
import { loadStarts, shippedSeeds, type StartsReader } from '../experiment/starts.ts';
import type { Command, EngineChoice, Report, Told } from './messages.ts';

type Start = Extract<Command, { type: 'start' }>;
type Measure = Extract<Command, { type: 'measure' }>;
type Change = Extract<Command, { type: 'change' }>;

export interface WorkerResources {
  readonly createEngine: (choice: EngineChoice) => Promise<Engine>;
  readonly readStarts: StartsReader;
  readonly post: (report: Report) => void;
}

const now = () => performance.now();

interface Active {
  readonly control: Control;
  /** Null before a run's first stage, and of a measurement. */
  run: Run | null;
  /** Changes that came before there was a run to take them. */
  readonly early: Change[];
  /** Settles when it has ended, in whatever way. */
  ended: Promise<void>;
}

/** Returns the handler of commands. Never throws: whatever goes wrong is reported. */
export function serveCommands(resources: WorkerResources): (command: Command) => void {
  let active: Active | null = null;
  let started: { readonly choice: string; readonly engine: Promise<Engine> } | null = null;

  /** Engines are kept between runs: compiled kernels and pooled buffers are worth more than their memory. */
  async function engineFor(choice: EngineChoice): Promise<Engine> {
    const key = JSON.stringify(choice);
    if (started?.choice !== key) {
      const previous = started;
      started = { choice: key, engine: (async () => {
        (await previous?.engine.catch(() => null))?.dispose();
        return resources.createEngine(choice);
      })() };
    }
    try {
      return await started.engine;
    } catch (error) {
      started = null;
      throw error;
    }
  }

  /** The configuration if it is valid; else says what is wrong with it. */
  function checked(config: Config, tell: (report: Told) => void): Config | null {
    const parsed = parseConfig(config);
    if (parsed.ok) return parsed.config;
    const [problem] = parsed.problems;
    const field = Object.keys(fields).find((key): key is keyof typeof fields => key === problem.field);
    tell({ type: 'failed', message: problem.message, ...(field && { field }) });
    return null;
  }

  async function complete({ config: asked, choice }: Start, entry: Active, tell: (report: Told) => void): Promise<void> {
    const config = checked(asked, tell);
    if (!config) return;
    tell({ type: 'stage', stage: 'compile', done: 0, total: 1 });
    const engine = await engineFor(choice);
    // The choice was made before it came here; whoever made it gives the reason.
    tell({ type: 'engine', info: engine.info, reason: '' });
    const [starts] = await Promise.all([
      loadStarts(config, resources.readStarts),
      engine.prepare(shapesInUse(config), (done, total) => tell({ type: 'stage', stage: 'compile', done, total })),
    ]);
    await entry.control.breathe();
    entry.run = new Run({
      config, engine, starts, control: entry.control, now,
      emit: (event: RunEvent) => tell(event),
      onPause: (step) => tell({ type: 'paused', step }),
      onResume: (step) => tell({ type: 'resumed', step }),
    });
    for (const { field, value, from } of entry.early) entry.run.change(field, value, from);
    await entry.run.complete();
  }

  async function measure({ config: asked, choice }: Measure, { control }: Active, tell: (report: Told) => void): Promise<void> {
    const config = checked(asked, tell);
    if (!config) return;
    const engine = await engineFor(choice);
    await control.breathe();
    const [shipped] = await Promise.all([shippedSeeds(config, resources.readStarts), engine.prepare(shapesInUse(config), () => undefined)]);
    await control.breathe();
    tell({ type: 'measured', speed: await measureSpeed(config, engine, control, now), workers: 1, shipped });
  }

  /** Cancels what goes on, waits for its end, and does `work`. */
  function begin(run: number, control: Control, work: (entry: Active, tell: (report: Told) => void) => Promise<void>): void {
    const tell = (report: Told) => resources.post({ ...report, run });
    const previous = active;
    previous?.control.cancel();
    const entry: Active = { control, run: null, early: [], ended: Promise.resolve() };
    active = entry;
    entry.ended = (async () => {
      await previous?.ended;
      try {
        await control.breathe();
        await work(entry, tell);
      } catch (error) {
        if (error instanceof Cancelled) tell({ type: 'cancelled' });
        else tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
      }
      if (active === entry) active = null;
    })();
  }

  return (command) => {
    switch (command.type) {
      case 'start':
        return begin(command.run, new Control(command.paused ?? false), (entry, tell) => complete(command, entry, tell));
      case 'measure':
        return begin(command.run, new Control(), (entry, tell) => measure(command, entry, tell));
      case 'pause':
        return active?.control.pause();
      case 'resume':
        return active?.control.resume();
      case 'step':
        return active?.control.step();
      case 'cancel':
        return active?.control.cancel();
      case 'change':
        if (fields[command.field].effect !== 'step') return;
        if (active?.run) active.run.change(command.field, command.value, command.from);
        else active?.early.push(command);
    }
  };
}
