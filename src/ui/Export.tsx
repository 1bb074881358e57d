/** Downloads of the run that is shown, also of one that is not finished: its files say how far it is. */
import { resultCsv } from '../results/csv.ts';
import { exportName } from '../results/fileName.ts';
import { resultJson } from '../results/json.ts';
import { resultLatex } from '../results/latex.ts';
import { resultMarkdown } from '../results/markdown.ts';
import { pairedCsv } from '../results/pairedCsv.ts';
import type { ExportedResult } from '../results/provenance.ts';
import { exportOf } from '../store/exportable.ts';
import { useLab } from '../store/lab.ts';
import { saveFile } from '../store/services.ts';
import type { Shown } from '../store/shown.ts';
import { chartPng, chartSvg } from './chart/picture.ts';

interface Format {
  readonly title: string;
  readonly extension: string;
  readonly type: string;
  readonly content: (result: ExportedResult) => string | Promise<Blob>;
}

const DATA: readonly Format[] = [
  { title: 'JSON', extension: 'json', type: 'application/json', content: resultJson },
  { title: 'CSV', extension: 'csv', type: 'text/csv', content: resultCsv },
];
const REPORTS: readonly Format[] = [
  { title: 'Statistics, CSV', extension: 'paired.csv', type: 'text/csv', content: pairedCsv },
  { title: 'Table, Markdown', extension: 'md', type: 'text/markdown', content: resultMarkdown },
  { title: 'Table, LaTeX', extension: 'tex', type: 'application/x-tex', content: resultLatex },
  { title: 'Chart, SVG', extension: 'svg', type: 'image/svg+xml', content: () => chartSvg(chartPanel()) },
  { title: 'Chart, PNG', extension: 'png', type: 'image/png', content: () => chartPng(chartPanel()) },
];

function chartPanel(): Element {
  const panel = document.querySelector('.page-chart');
  if (!panel) throw new Error('There is no chart on the page.');
  return panel;
}

async function save({ extension, type, content }: Format, shown: Shown): Promise<void> {
  const { record, notify } = useLab.getState();
  try {
    const result = exportOf(shown, record, navigator.userAgent);
    if (!result) throw new Error('The run has no number yet.');
    const made = content(result);
    const file = typeof made === 'string' ? new Blob([made], { type }) : await made;
    if (!saveFile(exportName(result, extension), file)) throw new Error('The browser does not let this page save files.');
  } catch (error) {
    notify('The file was not saved.', [error instanceof Error ? error.message : String(error)]);
  }
}

export function Export({ shown }: { readonly shown: Shown | null }) {
  const empty = !shown || shown.arms.length === 0;
  const button = (format: Format) => (
    <button key={format.title} type="button" disabled={empty} onClick={() => shown && void save(format, shown)}>{format.title}</button>
  );
  return (
    <div className="export" role="group" aria-label="Export" title={empty ? 'When the run has numbers' : 'The run that is shown'}>
      {DATA.map(button)}
      <details className="export-more">
        <summary>More</summary>
        <div>{REPORTS.map(button)}</div>
      </details>
    </div>
  );
}
