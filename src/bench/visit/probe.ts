/** What watches the page from inside. It is installed before the page's own code, and keeps what it saw in `window.visit`. */
import type { PostReports } from '../../protocol/batch.ts';
import type { Command, Report } from '../../protocol/messages.ts';

/** Times are in milliseconds since the navigation began. */
export interface Seen {
  /** Of the navigation's start, since the epoch. */
  readonly timeOrigin: number;
  picture: number | null;
  diagnostics: number | null;
  run: number | null;
  /** The worker's first report of the run. */
  report: number | null;
  firstStep: number | null;
  end: { readonly at: number; readonly how: 'finished' | 'failed' | 'cancelled'; readonly message: string } | null;
  firstContentfulPaint: number | null;
  readonly longTasks: { readonly start: number; readonly duration: number }[];
  readonly shifts: { readonly at: number; readonly score: number }[];
  /** Changes of the main chart's frame since the run's first report. */
  readonly movements: number[];
  /** During the run. */
  received: number;
  sent: number;
  order: Extract<Command, { type: 'start' }> | null;
  engine: Extract<Report, { type: 'engine' }> | null;
}

declare global {
  interface Window {
    visit?: Seen;
    /** Set from outside: hears of the picture and of the run's end. */
    visitReached?: (what: 'picture' | 'end') => Promise<void>;
  }
}

/**
 * Runs in the page, by itself: it can use nothing from outside, and holds no functions with names of their own, which the
 * compiler would wrap in a helper that the page does not have.
 */
export function installProbe(): void {
  const seen: Seen = {
    timeOrigin: performance.timeOrigin, picture: null, diagnostics: null, run: null, report: null, firstStep: null, end: null,
    firstContentfulPaint: null, longTasks: [], shifts: [], movements: [], received: 0, sent: 0, order: null, engine: null,
  };
  window.visit = seen;

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.longTasks.push({ start: startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shifts.push({ at: entry.startTime, score: (entry as PerformanceEntry & { value: number }).value });
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName('first-contentful-paint')) seen.firstContentfulPaint = entry.startTime;
  }).observe({ type: 'paint', buffered: true });

  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest('summary')?.textContent.includes('Diagnostics')) seen.diagnostics ??= performance.now();
    if (target.closest('button')?.textContent.trim() === 'Run') seen.run ??= performance.now();
  }, { capture: true });

  new MutationObserver((records) => {
    if (seen.picture === null) {
      if (document.querySelector('path.recharts-line-curve[name^="gold-"]')?.getAttribute('d')) {
        seen.picture = performance.now();
        void window.visitReached?.('picture');
      }
    } else if (seen.report !== null && seen.end === null) {
      const inFrame = records.some(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest('[data-testid="main-chart"]'));
      if (inFrame) seen.movements.push(performance.now());
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  window.Worker = new Proxy(window.Worker, {
    construct(target, args: ConstructorParameters<typeof Worker>) {
      const worker = new target(...args);
      worker.postMessage = new Proxy(worker.postMessage.bind(worker), {
        apply(post, _self, sent: [Command]) {
          if (seen.run !== null && sent[0].type === 'start') seen.order ??= sent[0];
          if (seen.order !== null && seen.end === null) seen.sent += 1;
          return Reflect.apply(post, undefined, sent) as unknown;
        },
      });
      worker.addEventListener('message', ({ data: reports }: MessageEvent<Parameters<PostReports>[0]>) => {
        if (seen.order === null || seen.end !== null) return;
        seen.received += 1;
        for (const report of reports) {
          if (report.run !== seen.order.run) continue;
          seen.report ??= performance.now();
          if (report.type === 'engine') seen.engine = report;
          if (report.type === 'step' && report.step >= 1) seen.firstStep ??= performance.now();
          if (report.type === 'finished' || report.type === 'failed' || report.type === 'cancelled') {
            seen.end = { at: performance.now(), how: report.type, message: report.type === 'failed' ? report.message : '' };
            void window.visitReached?.('end');
          }
        }
      });
      return worker;
    },
  });
}
