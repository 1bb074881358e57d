/** Downloads of a finished run. */
import { resultCsv } from '../results/csv.ts';
import { exportName } from '../results/fileName.ts';
import { resultJson } from '../results/json.ts';
import { type ExportedResult, withProvenance } from '../results/provenance.ts';
import type { Shown } from '../store/shown.ts';

function download(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function offer(shown: Shown, extension: string, type: string, text: (result: ExportedResult) => string): void {
  if (!shown.result) return;
  const result = withProvenance(shown.result, { date: new Date().toISOString(), preset: null, browser: navigator.userAgent, device: null });
  download(exportName(result, extension), type, text(result));
}

export function Export({ shown }: { readonly shown: Shown | null }) {
  const result = shown?.result ?? null;
  return (
    <div className="export" role="group" aria-label="Export" title={result ? 'The run on the page' : 'When a run is finished'}>
      <button type="button" disabled={!result} onClick={() => shown && offer(shown, 'json', 'application/json', resultJson)}>JSON</button>
      <button type="button" disabled={!result} onClick={() => shown && offer(shown, 'csv', 'text/csv', resultCsv)}>CSV</button>
    </div>
  );
}
