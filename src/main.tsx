/** Mounts the page and connects it to the address, the browser's memory and the recorded run. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keptOn } from './protocol/keptStarts.ts';
import { browserShelf as startsShelf } from './protocol/shelf.ts';
import { connect } from './store/connect.ts';
import { askBeforeLeaving, endWorkersWithThePage } from './store/leaving.ts';
import { keepRuns } from './store/library.ts';
import { followEdits } from './store/session.ts';
import { followPreset } from './store/recordings.ts';
import { browserShelf } from './store/shelf.ts';
import { App } from './ui/App.tsx';
import './ui/styles/tokens.css';
import './ui/styles/elements.css';
import './ui/styles/header.css';
import './ui/styles/page.css';
import './ui/styles/chartFrame.css';

const place = document.getElementById('root');
if (!place) throw new Error('The page has no element with the id "root".');

followEdits();

const keptStarts = keptOn(startsShelf());

connect(async (name) => {
  const response = await fetch(`${import.meta.env.BASE_URL}starts/${name}`);
  // A development server answers an unknown path with the page.
  return response.ok && !response.headers.get('content-type')?.startsWith('text/html') ? response.arrayBuffer() : null;
}, (config, info) => keptStarts.seeds(config, info));

followPreset();
keepRuns(browserShelf());
askBeforeLeaving();
endWorkersWithThePage();
createRoot(place).render(<StrictMode><App /></StrictMode>);
