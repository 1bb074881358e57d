/** Mounts the page and connects it to the address, the browser's memory and the recorded run. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { browserKeep, hashOf, keepConfig } from './store/browser.ts';
import { problemText } from './store/draft.ts';
import { decodeLink } from './config/link.ts';
import { fitSeedsOnFirstVisit } from './store/fit.ts';
import { useLab } from './store/lab.ts';
import { isActive } from './store/record.ts';
import { followEdits } from './store/session.ts';
import { followPreset } from './store/recordings.ts';
import { App } from './ui/App.tsx';
import './ui/styles/tokens.css';
import './ui/styles/elements.css';
import './ui/styles/header.css';
import './ui/styles/page.css';
import './ui/styles/chartFrame.css';

const place = document.getElementById('root');
if (!place) throw new Error('The page has no element with the id "root".');

followEdits();

useLab.subscribe(({ draft }, before) => {
  if (draft === before.draft) return;
  keepConfig(draft, browserKeep);
  history.replaceState(null, '', `${location.pathname}${location.search}${hashOf(draft)}`);
});

// Only a visitor changes the hash of an open page; `replaceState` above fires no event.
window.addEventListener('hashchange', () => {
  const { draft, record, replaceAll, notify } = useLab.getState();
  if (isActive(record)) {
    history.replaceState(null, '', `${location.pathname}${location.search}${hashOf(draft)}`);
    return notify('The link was not opened, because a run is in progress. Reset it first.');
  }
  const { preset, config, problems } = decodeLink(location.hash);
  replaceAll(preset, config);
  if (problems.length > 0) notify('Part of the link could not be read; the preset’s values are used there.', problems.map(problemText));
});

followPreset();
createRoot(place).render(<StrictMode><App /></StrictMode>);
fitSeedsOnFirstVisit();
