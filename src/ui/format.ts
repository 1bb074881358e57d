/** Numbers as text. Widths are steady: fixed digits, and a true minus sign as wide as a plus. */

const MINUS = '\u2212';

export function fixed(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** With a sign, for differences; what is written as zero has none. */
export function signed(value: number, digits = 2): string {
  const text = fixed(value, digits);
  return value < 0 || !Number.isFinite(value) || Number(text) === 0 ? text : `+${text}`;
}

export function percent(share: number): string {
  return Number.isFinite(share) ? `${Math.round(share * 100)} %` : '–';
}

/** Up to four significant digits, without trailing zeros; powers of ten where they are shorter. */
export function compact(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e6)) {
    return value.toExponential(3).replace(/\.?0+e/, 'e').replace('e+', 'e').replaceAll('-', MINUS);
  }
  return String(Number(value.toPrecision(4))).replace('-', MINUS);
}

/** A number of things: "1 seed", "2 seeds". */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** A count in the reader's way of grouping digits: "73 440" would be two numbers, so that a thin space is taken. */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, '\u2009');
}

/** A forecast: "about 40 s", "about 3 min". More digits would promise too much. */
export function about(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 55) return `about ${Math.max(5, 5 * Math.ceil(seconds / 5))} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 60 ? `about ${minutes} min` : `about ${Math.round(minutes / 60)} h`;
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
