/** Runs in the page: a panel whose content can be made to fail, beside one that does not. */
import { createRoot } from 'react-dom/client';
import { Panel } from '../src/ui/Panel.tsx';

let broken = false;
const place = document.body.appendChild(document.createElement('div'));
const root = createRoot(place);

function Content() {
  if (broken) throw new TypeError('no such column');
  return <p>content</p>;
}

function draw(run: string): void {
  root.render(<><Panel name="Fragile" run={run}><Content /></Panel><Panel name="Sound" run={run}><p>still here</p></Panel></>);
}

export function drawPanels(run: string, breaks: boolean): void {
  broken = breaks;
  draw(run);
}

/** From now on the content is sound; nothing is drawn anew. */
export function mend(): void {
  broken = false;
}
