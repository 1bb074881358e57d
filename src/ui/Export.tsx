/** Downloads of a finished run. */
import { seriesCsv } from '../headless/series.ts';
import type { Shown } from '../store/shown.ts';

function download(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

export function Export({ shown }: { readonly shown: Shown | null }) {
  const result = shown?.result ?? null;
  return (
    <div className="export" role="group" aria-label="Export" title={result ? 'The run on the page' : 'When a run is finished'}>
      <button
        type="button" disabled={!result}
        onClick={() => result && download('result.json', 'application/json', JSON.stringify(result))}
      >JSON</button>
      <button type="button" disabled={!result} onClick={() => result && download('series.csv', 'text/csv', seriesCsv(result))}>CSV</button>
    </div>
  );
}
