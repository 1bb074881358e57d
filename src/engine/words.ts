/** What browsers and libraries say when something fails, in the lab's own words. The original stays, cut short, in brackets. */
import { CODE_NOT_LOADED } from './loadCode.ts';

/** The most of an original text that is kept. */
const LONGEST = 160;
/** The most of a message that is the lab's own, or that nothing better is known for. */
const LONGEST_OWN = 600;

export interface Explanation {
  /** What happened: a clause that can follow "since", without a stop. */
  readonly what: string;
  /** What the visitor can do about it: a sentence, or nothing. */
  readonly advice: string;
}

interface Rule {
  readonly matches: (name: string, text: string) => boolean;
  readonly what: string;
  readonly advice: string;
}

const says = (pattern: RegExp) => (_: string, text: string) => pattern.test(text);
const NO_MEMORY = 'there was not enough memory';
const LESS_MEMORY = 'Fewer seeds, fewer samples or smaller models need less.';
const RELOAD = 'The page may be out of date; reload it.';

/** The first that matches counts. Texts are those of Chromium, Firefox and WebKit. */
const RULES: readonly Rule[] = [
  {
    matches: says(/dynamically imported module|importing a module script failed|failed to load module script|failed to fetch a worker script/i),
    what: 'a part of the lab’s code could not be loaded, perhaps because the page is out of date', advice: 'Reload the page.',
  },
  {
    matches: (name, text) => name === 'GPUDeviceLostInfo' || /device (is|was) lost|lost device|device.{0,40}\blost\b|instance dropped|external instance reference/i.test(text),
    what: 'the graphics device was lost', advice: 'Run again, or choose wasm.',
  },
  {
    matches: (name, text) => name === 'GPUOutOfMemoryError' || (name === 'RangeError' && /alloc|array (buffer )?length|memory/i.test(text))
      || /out of memory|not enough memory|could not allocate|allocation failed|cannot enlarge memory/i.test(text),
    what: NO_MEMORY, advice: LESS_MEMORY,
  },
  {
    matches: (name, text) => name === 'CompileError' || name === 'LinkError' || /webassembly\.(instantiate|compile|module)|wasm (streaming|validation)|both async and sync fetching of the wasm failed|serve the `?\.wasm/i.test(text),
    what: 'WebAssembly could not be started', advice: 'Choose another backend.',
  },
  { matches: (name) => name === 'RuntimeError', what: 'WebAssembly stopped', advice: 'Run again, or choose another backend.' },
  {
    matches: says(/failed to fetch|networkerror|network error|load failed|network connection was lost|err_[a-z_]+/i),
    what: 'a file could not be loaded', advice: 'The connection or the server may be down; try again.',
  },
  {
    matches: (name, text) => name.startsWith('GPU') || /\bGPU[A-Z]\w+|\bmapAsync\b/.test(text),
    what: 'the graphics device refused a command', advice: 'Run again, or choose wasm.',
  },
  { matches: (name) => name === 'SecurityError' || name === 'NotAllowedError', what: 'the browser did not allow it', advice: '' },
  { matches: (name) => name === 'DataCloneError', what: 'a message between the lab’s workers could not be read', advice: RELOAD },
];

/** Errors that JavaScript itself throws: never a message that the lab wrote. */
const OF_THE_LANGUAGE = new Set(['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError', 'EvalError', 'InternalError']);

/** A failure that the lab itself words; nothing is added to it. */
export class Explained extends Error implements Explanation {
  constructor(readonly what: string, readonly advice = '') {
    super(sentence({ what, advice }));
  }
}

/** An engine can do no more work; a fresh one may. */
export class EngineGone extends Explained {}

/** The device that an engine works on is gone. `reason`: as far as the browser gives one. */
export function deviceLost(reason: string): Explained {
  return new EngineGone(`the graphics device was lost${inBrackets(reason)}`, 'Run again, or choose wasm.');
}

/** An engine's memory cannot grow. `reason`: as far as the browser gives one. */
export function outOfMemory(reason: string): Explained {
  return new EngineGone(`${NO_MEMORY}${inBrackets(reason)}`, LESS_MEMORY);
}

/** What `error`, which may be anything that can be thrown, says about what happened. */
export function explain(error: unknown): Explanation {
  if (error instanceof Explained) return error;
  const { name, text } = named(error);
  const rule = RULES.find(({ matches }) => matches(name, text));
  if (rule) return { what: `${rule.what}${inBrackets(text)}`, advice: rule.advice };
  const foreign = OF_THE_LANGUAGE.has(name) || (typeof DOMException === 'function' && error instanceof DOMException);
  if (foreign) return { what: `something in the lab’s code failed${inBrackets(`${name}: ${text}`)}`, advice: 'Reload the page and try again.' };
  return { what: shortened(text, LONGEST_OWN) || 'something failed without a reason', advice: '' };
}

/** The failure as a visitor reads it. A message that the lab wrote stays as it is. */
export function inOwnWords(error: unknown): string {
  const explanation = explain(error);
  const own = explanation.advice === '' && explanation.what === named(error).text;
  return own ? explanation.what : sentence(explanation);
}

/** Why a worker ended: `message` of its error event, which is empty where its code could not be loaded. */
export function workerFailure(message: string | undefined): string {
  if (!message) return CODE_NOT_LOADED;
  const { what, advice } = explain(new Error(message.replace(/^Uncaught (\(in promise\) )?/, '')));
  return `The worker stopped: ${what}.${advice && ` ${advice}`}`;
}

/** For a worker's `messageerror`. */
export const UNREADABLE = `The worker sent something that could not be read. ${RELOAD}`;

export function sentence({ what, advice }: Explanation): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}.${advice && ` ${advice}`}`;
}

/** The text, cut short, as it is put behind the lab's own words. */
export function inBrackets(text: string): string {
  const kept = shortened(text, LONGEST).replace(/[.\s]+$/, '');
  return kept === '' ? '' : ` (${kept})`;
}

function named(error: unknown): { name: string; text: string } {
  if (typeof error === 'object' && error !== null) {
    const { name, message } = error as { name?: unknown; message?: unknown };
    const found = typeof name === 'string' ? name : '';
    // An error's name of its own, `Error`, says nothing.
    const type = found === '' || found === 'Error' ? error.constructor?.name ?? '' : found;
    return { name: type, text: typeof message === 'string' ? message : '' };
  }
  return { name: '', text: typeof error === 'string' ? error : '' };
}

function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
