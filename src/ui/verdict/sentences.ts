/** The verdict in sentences. */
import type { DifferenceFinding, GoldFinding, MethodFinding, Verdict } from '../../store/verdict.ts';
import { FEWEST_FOR_INTERVAL } from '../../rlhf/statistics.ts';
import { armLabel } from '../arms.ts';
import { counted, fixed, signed } from '../format.ts';

export interface Sentences {
  /** What the judge says, and what we wanted. */
  readonly head: string;
  /** One for each further method, and what must be known to read the figures. */
  readonly lines: readonly string[];
}

type RunVerdict = Extract<Verdict, { kind: 'run' }>;

export function sentencesOf(verdict: Verdict): Sentences {
  if (verdict.kind === 'nothing') return { head: nothing(verdict), lines: [] };
  if (verdict.kind === 'start') {
    const gold = `gold, what we want, is ${fixed(verdict.gold)}`;
    return { head: verdict.active ? `So far only the starting policy has been measured: ${gold}.` : `Stopped when only the starting policy had been measured: ${gold}.`, lines: [] };
  }
  return { head: head(verdict), lines: [...verdict.others.map((other) => difference(other, verdict)), ...notes(verdict)] };
}

function nothing({ active, diverged }: Extract<Verdict, { kind: 'nothing' }>): string {
  if (diverged) return 'Training diverged: nothing that was measured is a finite number. A smaller learning rate may hold.';
  return active ? 'Nothing has been measured yet: what the judge says and what we want come with the first evaluation.'
    : 'The run ended before anything was measured.';
}

function head(verdict: RunVerdict): string {
  const { first, few } = verdict;
  const scope = [when(verdict), where(first)].filter((part) => part !== '').join(', ');
  const judge = `the reward model says the answers ${judgement(first)}.`;
  return `${capital(scope === '' ? judge : `${scope}, ${judge}`)} What we wanted ${wanted(first.gold, first.proxy.net === 'up', few === null)}.`;
}

/** How far an unfinished run came. */
function when({ unfinished, at, steps }: RunVerdict): string {
  if (unfinished === null) return '';
  return unfinished === 'active' ? `so far, at step ${at} of ${steps}` : `until it was stopped at step ${at} of ${steps}`;
}

/** Of which seeds and method, where that is not to be taken for granted. */
function where({ arm, seeds }: MethodFinding): string {
  const method = arm === 'frozen' ? '' : `with ${armLabel(arm)}`;
  const few = seeds >= FEWEST_FOR_INTERVAL ? '' : seeds === 1 ? 'in this one seed' : `in these ${seeds} seeds`;
  return [method, few].filter((part) => part !== '').join(' ');
}

function judgement({ proxy, proxyKept }: MethodFinding): string {
  const change = `${signed(proxy.end - proxy.start, Math.abs(proxy.end - proxy.start) < 0.1 ? 2 : 1)} sd`;
  switch (proxy.net) {
    case 'up': return proxyKept ? `keep getting better (${change})` : `got better (${change})`;
    case 'down': return `got worse (${change})`;
    case 'small': return `hardly changed (${change})`;
    case 'mixed': return `changed differently from seed to seed (${change} on average)`;
    case 'same': return 'did not change';
  }
}

/** `peaked`: there are evaluations enough to speak of a peak. */
function wanted({ start, peak, peakStep, end, net, rose, fell }: GoldFinding, proxyRose: boolean, peaked: boolean): string {
  const whole = `(${fixed(start)} → ${fixed(end)})`;
  if (peaked && rose === 'up' && net !== 'up') {
    const rise = `got better until step ${fixed(peakStep, 0)} (${fixed(start)} → ${fixed(peak)})`;
    if (net === 'down') return `${rise}, then worse than at the start (${fixed(end)})`;
    const seeds = net === 'mixed' ? ', as far as these seeds can tell' : '';
    return `${rise}, then ${fell === 'down' ? 'fell back to' : 'ended'} about as good as at the start${seeds} (${fixed(end)})`;
  }
  if (peaked && rose === 'up' && fell === 'down') {
    return `got better until step ${fixed(peakStep, 0)} (${fixed(start)} → ${fixed(peak)}), then lost part of that again (${fixed(end)})`;
  }
  switch (net) {
    case 'up': return `got better${proxyRose ? ', too' : ''} ${whole}`;
    case 'down': return peaked && peakStep === 0 ? `got worse from the start ${whole}` : `is worse than at the start ${whole}`;
    case 'small': return `hardly changed ${whole}`;
    case 'mixed': return `changed differently from seed to seed ${whole}: about as good as at the start, as far as these seeds can tell`;
    case 'same': return `did not change (${fixed(end)})`;
  }
}

/** More are no longer told as exceptions. */
const FEW_EXCEPTIONS = 3;

function difference({ arm, end, n, mean, ci95, direction, agreeing }: DifferenceFinding, { unfinished, first }: RunVerdict): string {
  const now = unfinished === null ? 'at the end' : unfinished === 'active' ? 'so far' : 'when it stopped';
  const own = `With ${armLabel(arm)}: ${fixed(end)} ${now}.`;
  if (n === 0) return `${own} No seed is shared with ${armLabel(first.arm)} yet.`;
  if (direction === 'same') return `${own} The same as ${armLabel(first.arm)} in ${n === 1 ? 'the one seed' : `all ${n} seeds`}.`;
  if (n < FEWEST_FOR_INTERVAL || ci95 === null) return `${own} Difference over ${counted(n, 'seed')} ${signed(mean)}: too few to tell.`;
  const figures = `${own} Difference over ${n} seeds ${signed(mean)} ± ${fixed(ci95)}`;
  if (direction !== 'up' && direction !== 'down') return `${figures}: could be chance.`;
  const exceptions = n - agreeing;
  const which = exceptions === 0 ? `all ${n} seeds` : exceptions <= FEW_EXCEPTIONS ? `all but ${exceptions} of ${n} seeds` : `${agreeing} of ${n} seeds`;
  return `${figures}: more than chance, ${direction === 'up' ? 'better' : 'worse'} in ${which}.`;
}

function notes({ first, missing, few, unfinished }: RunVerdict): string[] {
  return [
    ...missing.map(({ arm, diverged }) => (diverged ? `${armLabel(arm)} diverged: its numbers are no longer finite.` : `${armLabel(arm)} has not been measured yet.`)),
    ...(first.diverged > 0 ? [`${first.diverged} of ${first.diverged + first.seeds} seeds diverged and are left out.`] : []),
    ...(few === null ? [] : [`Only ${counted(few, 'evaluation')} after the start${unfinished === 'active' ? ' so far' : ''}: too few for a peak and an end.`]),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
