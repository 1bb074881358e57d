/** Material for tests: a coordinator over workers that say what a test makes them say, on a machine with a graphics processor. */
import type { EngineChoice, Road } from '../engine/choose.ts';
import { Ladder } from '../engine/ladder.ts';
import { handClock, settled } from '../engine/testing.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { coordinate } from './coordinate.ts';
import type { KeptRace } from './keptRace.ts';
import type { Command, LaneCommand, LaneTold, Report, Told } from './messages.ts';
import { memoryCheckpoints } from './oneThread.ts';

export const config = { ...presetConfig(findPreset('tiny')!), seeds: [8, 9] };
export const AUTO: EngineChoice = { backend: 'auto', engine: 'auto' };
const hardware = { info: { isFallbackAdapter: false }, requestDevice: () => new Promise<never>(() => undefined) };

interface FakeWorker {
  readonly road: () => string;
  readonly commands: LaneCommand[];
  readonly ended: () => boolean;
  tell(...reports: LaneTold[]): Promise<void>;
  crash(message?: string): Promise<void>;
}

/** Where nothing has to be timed. */
const raced: KeptRace = { read: async () => ({ gpu: 1, processor: 'it was not timed' }), keep: async () => undefined };

export function fakeLab(keptRace = raced) {
  const { timer, advance } = handClock();
  const ladder = new Ladder({ timer, hasWebAssembly: () => true, gpu: () => ({ requestAdapter: async () => hardware }) });
  const workers: FakeWorker[] = [];
  const reports: Report[] = [];
  const send = coordinate({
    ladder, timer, keptRace, checkpoints: () => memoryCheckpoints(), now: () => 0, post: (told) => reports.push(...told),
    workersFor: ({ backend }: Road) => (backend === 'webgpu' ? 1 : 2),
    spawn: (onReports, onCrash) => {
      const commands: LaneCommand[] = [];
      let ended = false;
      const order = () => commands.findLast((command) => command.type === 'start' || command.type === 'measure');
      workers.push({
        commands, ended: () => ended,
        road: () => Object.values(order()?.choice ?? {}).join(' '),
        tell: (...told) => { onReports(told.map((report) => ({ ...report, run: order()?.run ?? 0 }))); return settled(); },
        crash: (message) => { onCrash(message); return settled(); },
      });
      return { post: (command) => { commands.push(command); }, terminate: () => { ended = true; } };
    },
  });
  return {
    workers, reports, advance,
    living: () => workers.filter(({ ended }) => !ended()),
    send: (command: Command) => { send(command); return settled(); },
  };
}

export const compiling = (done: number): Told => ({ type: 'stage', stage: 'compile', done, total: 2 });
export const noEngine = (message: string): Told => ({ type: 'failed', message, noEngine: true });
export const engineOf = (backend: 'webgpu' | 'wasm' | 'cpu'): Told => ({ type: 'engine', info: { engine: backend === 'wasm' ? 'simd' : 'ops', backend, device: '' }, reason: '' });
