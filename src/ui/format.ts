/** Numbers as text. Widths are steady: fixed digits, and a true minus sign as wide as a plus. */

const MINUS = '\u2212';

export function fixed(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** With a sign, for differences. */
export function signed(value: number, digits = 2): string {
  const text = fixed(value, digits);
  return text.startsWith(MINUS) || text === '–' ? text : `+${text}`;
}

/** Mean and half width of its 95 % interval; `write` formats the mean. */
export function withInterval({ mean, ci95 }: { readonly mean: number; readonly ci95: number | null }, write = fixed): string {
  return ci95 === null ? write(mean) : `${write(mean)} ± ${fixed(ci95)}`;
}

export function percent(share: number): string {
  return Number.isFinite(share) ? `${Math.round(share * 100)} %` : '–';
}

/** A setting's value, short enough for a label. */
export function settingText(value: unknown): string {
  if (typeof value === 'number') return compact(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.map(settingText).join(', ');
  return String(value);
}

/** Up to four significant digits, without trailing zeros; powers of ten where they are shorter. */
export function compact(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e6)) {
    return value.toExponential(3).replace(/\.?0+e/, 'e').replace('e+', 'e').replaceAll('-', MINUS);
  }
  return String(Number(value.toPrecision(4))).replace('-', MINUS);
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
