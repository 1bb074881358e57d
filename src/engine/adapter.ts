/** WebGPU's adapter and device, where each step may be absent, refuse, throw or hang. */
import { explain, Explained, inBrackets } from './words.ts';
import { realTimer, within, type Timer } from './waiting.ts';

/** Where nothing hangs on it but which engine is taken. */
const PROBE_SECONDS = 5;
/** Where the engine itself waits for it, perhaps because it was asked for by name. */
const START_SECONDS = 10;

/** As far as the browser tells; what it does not tell is left out. */
export interface AdapterNames {
  readonly vendor?: string | undefined;
  readonly architecture?: string | undefined;
  readonly device?: string | undefined;
  readonly description?: string | undefined;
  readonly isFallbackAdapter?: boolean | undefined;
}

/** What browsers give, or gave: `info` and `isFallbackAdapter` came and went over the years. */
export interface AnyAdapter {
  readonly info?: AdapterNames | null;
  readonly isFallbackAdapter?: boolean;
  readonly limits?: Readonly<Record<string, unknown>>;
  readonly features?: ReadonlySet<string>;
  readonly requestAdapterInfo?: () => Promise<AdapterNames | null | undefined>;
  readonly requestDevice: (descriptor?: GPUDeviceDescriptor) => Promise<GPUDevice | null | undefined>;
}

export interface GpuDoor {
  /** `navigator.gpu`, which may be undefined or throw. */
  readonly gpu: () => { readonly requestAdapter: () => Promise<AnyAdapter | null | undefined> } | null | undefined;
  readonly timer: Timer;
}

export const browserGpu: GpuDoor = {
  gpu: () => globalThis.navigator?.gpu as ReturnType<GpuDoor['gpu']>,
  timer: realTimer,
};

/** For people. */
export function gpuName({ vendor, architecture, device, description }: AdapterNames): string {
  return [vendor, architecture, device, description].filter(Boolean).join(' ') || 'unnamed GPU';
}

export interface FoundAdapter {
  readonly adapter: AnyAdapter;
  readonly names: AdapterNames;
  /** Whether it computes on graphics hardware. A browser that does not say may be emulating it. */
  readonly kind: 'hardware' | 'software' | 'untold';
}

/** Names of WebGPU that runs on the processor: Chromium's, Mesa's and Windows's. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

/** @throws Explained with a clause that can follow "since". */
export async function probeAdapter(door: GpuDoor): Promise<FoundAdapter> {
  return findAdapter(door, PROBE_SECONDS);
}

async function findAdapter({ gpu, timer }: GpuDoor, seconds: number): Promise<FoundAdapter> {
  const adapter = await attempt('the request for a WebGPU adapter failed', () => within(seconds, 'the WebGPU adapter', () => gpu()?.requestAdapter(), timer));
  if (!adapter) throw new Explained('this browser offers no WebGPU adapter');
  const names = await adapterNames(adapter, timer);
  const told = [names.isFallbackAdapter, optional(() => adapter.isFallbackAdapter)].filter((value) => typeof value === 'boolean');
  const software = told.includes(true) || SOFTWARE.test([names.vendor, names.architecture, names.device, names.description].join(' '));
  return { adapter, names, kind: software ? 'software' : told.length > 0 ? 'hardware' : 'untold' };
}

/** Limits that a device is asked to raise to the adapter's own: those that tfjs's kernels need. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize', 'maxComputeWorkgroupsPerDimension', 'maxStorageBufferBindingSize', 'maxBufferSize',
  'maxComputeWorkgroupSizeX', 'maxComputeInvocationsPerWorkgroup',
] as const;

/** With those of `features` that the adapter has. @throws Explained with a clause that can follow "since". */
export async function openDevice(door: GpuDoor, features: readonly GPUFeatureName[] = []): Promise<{ readonly device: GPUDevice; readonly names: AdapterNames }> {
  const { adapter, names } = await findAdapter(door, START_SECONDS);
  const requiredFeatures = features.filter((feature) => optional(() => adapter.features?.has(feature)));
  const limits = LIMITS.map((name) => [name, optional(() => adapter.limits?.[name])] as const);
  const requiredLimits = Object.fromEntries(limits.filter((limit): limit is [typeof limit[0], number] => typeof limit[1] === 'number'));
  const device = await attempt('the WebGPU device was refused', () => within(START_SECONDS, 'the WebGPU device', () => adapter.requestDevice({ requiredLimits, requiredFeatures }), door.timer));
  if (!device) throw new Explained('the WebGPU device was refused');
  return { device, names };
}

async function adapterNames(adapter: AnyAdapter, timer: Timer): Promise<AdapterNames> {
  const info = optional(() => adapter.info);
  if (info) return readable(info);
  try {
    return readable(await within(PROBE_SECONDS, 'the WebGPU adapter', () => adapter.requestAdapterInfo?.(), timer) ?? {});
  } catch {
    return {};
  }
}

/** Each name by itself: a getter that throws hides only its own. */
function readable(info: AdapterNames): AdapterNames {
  const text = (key: 'vendor' | 'architecture' | 'device' | 'description') => {
    const value = optional(() => info[key]);
    return typeof value === 'string' ? value : undefined;
  };
  const isFallbackAdapter = optional(() => info.isFallbackAdapter);
  return { vendor: text('vendor'), architecture: text('architecture'), device: text('device'), description: text('description'), isFallbackAdapter };
}

function optional<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Explained) throw error;
    throw new Explained(`${what}${inBrackets(messageOf(error))}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.message : explain(error).what;
}
