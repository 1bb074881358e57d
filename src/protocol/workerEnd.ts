/** The worker's end of the protocol: takes commands, does one run or measurement at a time, and reports. */
import { fields, type Config } from '../config/fields.ts';
import { defaultConfig, parseConfig } from '../settings/schema.ts';
import type { Engine } from '../engine/engine.ts';
import { within } from '../engine/waiting.ts';
import { deviceLost, EngineGone, explain, inOwnWords } from '../engine/words.ts';
import { Cancelled, Control } from '../experiment/control.ts';
import type { RunEvent } from '../experiment/events.ts';
import { MEASURED_SEEDS, measureSpeed } from '../experiment/measure.ts';
import { Run } from '../experiment/run.ts';
import { shapesInUse } from '../experiment/shapesInUse.ts';
import { loadStarts, shippedSeeds, type StartsReader } from '../experiment/starts.ts';
import { batched, type PostReports } from './batch.ts';
import { problemOfChange } from './changes.ts';
import type { KeptStarts } from './keptStarts.ts';
import { Partnership } from './exchange.ts';
import type { EngineChoice, LaneCommand, LaneReport, LaneTold, Told } from './messages.ts';

type Start = Extract<LaneCommand, { type: 'start' }>;
type Measure = Extract<LaneCommand, { type: 'measure' }>;
type Change = Extract<LaneCommand, { type: 'change' }>;
type Tell = (report: LaneTold) => void;

export interface WorkerResources {
  readonly createEngine: (choice: EngineChoice) => Promise<Engine>;
  readonly readStarts: StartsReader;
  readonly kept: KeptStarts;
  readonly post: PostReports<LaneReport>;
}

const now = () => performance.now();

/** Seconds in which a browser that lost a device says so after work on it has failed. */
const LOSS_SECONDS = 0.5;

interface Active {
  readonly of: 'start' | 'measure';
  readonly control: Control;
  /** Until the engine is ready for work: a failure before that is one of the engine, and another may do. */
  starting: boolean;
  engine: Engine | null;
  /** Ends it from outside of its work, which may never come back from a device that is gone. */
  fail: (error: Error) => void;
  /** Null before a run's first stage, and of a measurement. */
  run: Run | null;
  /** Null before it, too. */
  part: Partnership | null;
  /** Changes that came before there was a run to take them. */
  readonly early: Change[];
  /** The step after which a checkpoint is wanted, told before there was a run to take it. */
  saveAt: number | null;
  /** Settles when it has ended, in whatever way. */
  ended: Promise<void>;
}

/** Returns the handler of commands. Never throws: whatever goes wrong is reported. */
export function serveCommands(resources: WorkerResources): (command: LaneCommand) => void {
  const post = batched(resources.post);
  let active: Active | null = null;
  let started: { readonly choice: string; readonly engine: Promise<Engine> } | null = null;

  /** Engines are kept between runs: compiled kernels and pooled buffers are worth more than their memory. */
  async function engineFor(choice: EngineChoice): Promise<Engine> {
    const key = JSON.stringify(choice);
    if (started?.choice !== key) {
      const previous = started;
      started = { choice: key, engine: (async () => {
        (await previous?.engine.catch(() => null))?.dispose();
        const engine = await resources.createEngine(choice);
        // Resuming a run on another device would begin here.
        void engine.lost?.then((why) => {
          if (started?.choice === key) started = null;
          active?.fail(deviceLost(why));
        });
        return engine;
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
  function checked(config: Config, tell: Tell): Config | null {
    const parsed = parseConfig(config);
    if (parsed.ok) return parsed.config;
    const [problem] = parsed.problems;
    const field = Object.keys(fields).find((key): key is keyof typeof fields => key === problem.field);
    tell({ type: 'failed', message: problem.message, ...(field && { field }) });
    return null;
  }

  /** An engine that is ready to compute what the configuration needs. */
  async function readyEngine(config: Config, choice: EngineChoice, entry: Active, tell: Tell): Promise<Engine> {
    tell({ type: 'stage', stage: 'compile', done: 0, total: 1 });
    const engine = await engineFor(choice);
    entry.engine = engine;
    // The choice was made before it came here; whoever made it gives the reason.
    tell({ type: 'engine', info: engine.info, reason: '' });
    await engine.prepare(shapesInUse(config), (done, total) => tell({ type: 'stage', stage: 'compile', done, total }));
    return engine;
  }

  async function complete({ config: asked, choice, share, from, changes = [] }: Start, entry: Active, tell: Tell): Promise<void> {
    const config = checked(asked, tell);
    if (!config) return;
    for (const change of changes) {
      const message = problemOfChange(config, change);
      if (message !== null) return tell({ type: 'failed', message, field: change.field });
    }
    const [engine, shipped] = await Promise.all([
      readyEngine(config, choice, entry, tell),
      loadStarts({ ...config, seeds: share.owned }, resources.readStarts, (text) => tell({ type: 'note', text })),
    ]);
    entry.starting = false;
    const kept = await resources.kept.read(config, engine.info, share.owned.filter((seed) => !shipped.has(seed)));
    await entry.control.breathe();
    entry.part = new Partnership(share, tell);
    entry.run = new Run({
      config, engine, part: entry.part, from: from ?? null, starts: new Map([...shipped, ...kept]), control: entry.control, now, watch: true,
      emit: (event: RunEvent) => tell(event),
      onStarts: (made) => void resources.kept.keep(config, engine.info, made),
      onPause: (step) => tell({ type: 'paused', step }),
      onResume: (step) => tell({ type: 'resumed', step }),
    });
    for (const { field, value, step } of changes) entry.run.change(field, value, step);
    for (const { field, value, from: step } of entry.early) entry.run.change(field, value, step);
    if (entry.saveAt !== null) entry.run.checkpoint(entry.saveAt);
    await entry.run.complete();
  }

  async function measure({ config: asked, choice }: Measure, entry: Active, tell: Tell): Promise<void> {
    const config = checked(asked, tell);
    if (!config) return;
    const [engine, shipped] = await Promise.all([readyEngine(config, choice, entry, tell), shippedSeeds(config, resources.readStarts)]);
    const starts = await loadStarts({ ...config, seeds: shipped.slice(0, engine.queues ? MEASURED_SEEDS : 1) }, resources.readStarts);
    entry.starting = false;
    await entry.control.breathe();
    const kept = await resources.kept.seeds(config, engine.info);
    tell({ type: 'measured', speed: await measureSpeed({ config, engine, control: entry.control, now, starts }), workers: 1, shipped: [...new Set([...shipped, ...kept])] });
  }

  async function failureOf(error: unknown, { of, starting, engine, control }: Active): Promise<Told> {
    if (error instanceof Cancelled || control.cancelled) return { type: 'cancelled' };
    const cause = await causeOf(error, engine);
    if (starting) return { type: 'failed', message: explain(cause).what, noEngine: true };
    if (of === 'start' && cause instanceof EngineGone) return { type: 'failed', message: cause.what, lost: true };
    return { type: 'failed', message: inOwnWords(cause) };
  }

  /** Cancels what goes on, waits for its end, and does `work`. */
  function begin({ run, type }: Start | Measure, control: Control, work: (entry: Active, tell: Tell) => Promise<void>): void {
    let over = false;
    const tell: Tell = (report) => {
      if (!over) post({ ...report, run });
    };
    const previous = active;
    previous?.control.cancel();
    const entry: Active = { of: type, control, starting: true, engine: null, fail: () => undefined, run: null, part: null, early: [], saveAt: null, ended: Promise.resolve() };
    const broken = new Promise<never>((_, reject) => { entry.fail = reject; });
    broken.catch(() => undefined);
    active = entry;
    entry.ended = (async () => {
      await previous?.ended;
      try {
        await control.breathe();
        await Promise.race([work(entry, tell), broken]);
      } catch (error) {
        tell(await failureOf(error, entry));
      }
      over = true;
      if (active === entry) active = null;
    })();
  }

  return (command) => {
    switch (command.type) {
      case 'start':
        return begin(command, new Control(command.paused ?? false), (entry, tell) => complete(command, entry, tell));
      case 'measure':
        return begin(command, new Control(), (entry, tell) => measure(command, entry, tell));
      case 'pause':
        return active?.control.pause();
      case 'resume':
        return active?.control.resume();
      case 'step':
        return active?.control.step();
      case 'cancel':
        return active?.control.cancel();
      case 'checkpoint':
        if (active?.run) active.run.checkpoint(command.step);
        else if (active) active.saveAt = command.step;
        return;
      case 'train':
      case 'trained':
      case 'prepared':
        return active?.part?.receive(command);
      case 'change':
        if (!active || problemOfChange(defaultConfig, command) !== null) return;
        if (active.run) active.run.change(command.field, command.value, command.from);
        else active.early.push(command);
    }
  };
}

/** Work that failed because its device is gone fails in many ways; that it is gone is what counts. */
async function causeOf(error: unknown, engine: Engine | null): Promise<unknown> {
  if (!engine?.lost) return error;
  return within(LOSS_SECONDS, 'the device', () => engine.lost!).then(deviceLost, () => error);
}
