/** What the chart remembers between two drawings. */
import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import { mediaMatches, quietly } from '../../store/services.ts';

/** The value that first came with `version`: it keeps its identity while the version is the same. */
export function useSteady<T>(value: T, version: string): T {
  const [kept, setKept] = useState({ value, version });
  if (kept.version === version) return kept.value;
  setKept({ value, version });
  return value;
}

export interface Size {
  readonly width: number;
  /** Of text, in pixels, as the style sheet has it. */
  readonly text: number;
}

export function useSize(ref: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 800, text: 13 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      const width = element.clientWidth;
      const text = Number.parseFloat(getComputedStyle(element).fontSize) || 13;
      setSize((before) => (before.width === width && before.text === text ? before : { width, text }));
    };
    measure();
    // Without one the chart keeps the size that it began with.
    const observer = quietly(() => new ResizeObserver(measure), null);
    observer?.observe(element);
    return () => observer?.disconnect();
  }, [ref]);
  return size;
}

/** Pictures that have been drawn before the visitor's eyes, or interrupted: once each. */
const drawn = new Set<string>();

/** With what fades in at the end. */
const DRAWING_MS = 7000;

/** Whether the picture `key` draws itself now: the first time it is seen, until it is done or the visitor presses anything. */
export function useDrawing(key: string | null): boolean {
  const [ended, setEnded] = useState<string | null>(null);
  const drawing = key !== null && ended !== key && !drawn.has(key) && !mediaMatches('(prefers-reduced-motion: reduce)');
  useEffect(() => {
    if (!drawing) return;
    const end = () => {
      drawn.add(key);
      setEnded(key);
    };
    const timer = setTimeout(end, DRAWING_MS);
    window.addEventListener('pointerdown', end, true);
    window.addEventListener('keydown', end, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointerdown', end, true);
      window.removeEventListener('keydown', end, true);
    };
  }, [drawing, key]);
  return drawing;
}

const QUIET_MS = 400;

/** The text as it stood when it last stood still for a moment: for a region that is read aloud. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
