/**
 * A run's state as a value: what its lanes' next steps depend on, and what they have told so far. Random numbers are counters
 * of seed and step, so that parameters, Adam's moments, the rows of numbers that methods keep and counts of labels are all.
 */
import type { Config } from '../config/fields.ts';
import { digest } from './starts.ts';
import type { Lane } from './events.ts';
import type { RecordedLane } from './recording.ts';
import type { RunResult } from './result.ts';
import type { LaneSeries } from './series.ts';

/** What one lane's next step depends on. */
export interface LaneState extends Lane {
  /** As `savedModel` gives it. */
  readonly policy: Float32Array;
  /** The lane's row under each of the names of its method's `state`. */
  readonly method: Readonly<Record<string, Float32Array>>;
  /** Pairs that gold has labelled for the lane during the run. */
  readonly labels: number;
  /** Whether it has stopped, and is only computed along with the others. */
  readonly diverged?: boolean;
}

export interface Checkpoint {
  /** RL steps that every lane has made. */
  readonly step: number;
  /** As the run was started. */
  readonly config: Config;
  /** Live changes that have taken effect. */
  readonly changes: RunResult['changes'];
  readonly lanes: readonly LaneState[];
  readonly series: readonly LaneSeries[];
  /** What the policies have written. */
  readonly pages: readonly RecordedLane[];
}

/** Of the files. A checkpoint of a younger version is not read; there is no older one yet. */
export const CHECKPOINT_VERSION = 1;
const MAGIC = 0x4d32524b;
/** Magic, version, two words of digest, bytes of the header. */
const PREFIX_WORDS = 5;

/** Where an array lies in what follows the header. */
interface Place {
  readonly floats: readonly [offset: number, length: number];
}

/** Bytes: a prefix with a digest of what follows, the plain part as JSON, then all arrays as float32. */
export function encodeCheckpoint(checkpoint: Checkpoint): ArrayBuffer {
  const arrays: Float32Array[] = [];
  let floats = 0;
  const json = JSON.stringify(checkpoint, (_, value: unknown) => {
    if (!(value instanceof Float32Array)) return value;
    arrays.push(value);
    const place: Place = { floats: [floats, value.length] };
    floats += value.length;
    return place;
  });
  const header = new TextEncoder().encode(json);
  const start = PREFIX_WORDS * 4 + Math.ceil(header.length / 4) * 4;
  const bytes = new ArrayBuffer(start + floats * 4);
  new Uint8Array(bytes).set(header, PREFIX_WORDS * 4);
  let at = start / 4;
  const all = new Float32Array(bytes);
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  const prefix = new DataView(bytes);
  prefix.setUint32(0, MAGIC);
  prefix.setUint32(4, CHECKPOINT_VERSION);
  prefix.setUint32(16, header.length);
  digestWords(bytes).forEach((word, index) => prefix.setUint32(8 + 4 * index, word));
  return bytes;
}

/** Throws an Error with a clause as its message where the bytes are no checkpoint that this version reads. */
export function decodeCheckpoint(bytes: ArrayBuffer): Checkpoint {
  if (bytes.byteLength < PREFIX_WORDS * 4 || bytes.byteLength % 4 !== 0) throw new Error('the file is cut short');
  const prefix = new DataView(bytes);
  if (prefix.getUint32(0) !== MAGIC) throw new Error('it is no checkpoint of this lab');
  const version = prefix.getUint32(4);
  if (version !== CHECKPOINT_VERSION) throw new Error(`it is of version ${version}, and this lab reads version ${CHECKPOINT_VERSION}`);
  if (digestWords(bytes).some((word, index) => prefix.getUint32(8 + 4 * index) !== word)) throw new Error('it is damaged');
  const length = prefix.getUint32(16);
  const start = PREFIX_WORDS * 4 + Math.ceil(length / 4) * 4;
  const floats = new Float32Array(bytes, start);
  const json = new TextDecoder().decode(new Uint8Array(bytes, PREFIX_WORDS * 4, length));
  return JSON.parse(json, (_, value: unknown) => (isPlace(value) ? floats.slice(value.floats[0], value.floats[0] + value.floats[1]) : value)) as Checkpoint;
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && Array.isArray((value as Partial<Place>).floats);
}

/** Of all that follows the digest. */
function digestWords(bytes: ArrayBuffer): number[] {
  const text = digest(bytes.slice(16));
  return [text.slice(0, 8), text.slice(8)].map((half) => parseInt(half, 16));
}
