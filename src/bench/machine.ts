/** What a measurement ran on. */
import { cpus, loadavg } from 'node:os';

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  /** Over the last minute, before anything was started. */
  readonly loadAverage: number;
  readonly browser: string;
}

/** Above it something else takes part of the processor. */
const IDLE_LOAD = 1;

/** To be called before anything is started. */
export function thisMachine(): Omit<Machine, 'browser'> {
  const processors = cpus();
  return { cores: processors.length, processor: processors[0]?.model.trim() ?? '', loadAverage: loadavg()[0] };
}

/** What the numbers should not be taken for; empty on an idle machine. */
export function warningsOf({ loadAverage }: Pick<Machine, 'loadAverage'>): string[] {
  return loadAverage > IDLE_LOAD
    ? [`The machine was busy before this started (load average ${loadAverage.toFixed(1)}): times are upper bounds.`] : [];
}

export function machineText({ cores, processor, loadAverage, browser }: Machine): string {
  return `Machine: ${cores} cores, ${processor}; load average before: ${loadAverage.toFixed(2)}; ${browser}`;
}
