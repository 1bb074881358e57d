/** A page with nothing but the chart of a finished run: the command line takes its picture. */
import { createRoot } from 'react-dom/client';
import type { RunResult } from '../../experiment/result.ts';
import { shownRecording } from '../../store/shown.ts';
import { RunArms } from '../RunArms.tsx';
import { MainChart } from './MainChart.tsx';
import '../styles/tokens.css';
import './still.css';

declare global {
  interface Window {
    /** Draws a result; the chart is on the page when the returned promise resolves. */
    renderResult?: (result: RunResult) => Promise<void>;
  }
}

const place = document.getElementById('root');
if (!place) throw new Error('chart.html has no element with the id "root".');
const root = createRoot(place);

window.renderResult = async (result) => {
  root.render(
    <RunArms arms={result.config.arms} className="still">
      <MainChart shown={shownRecording('default', { result, lanes: [], date: '' })} config={result.config} axis="step" />
    </RunArms>,
  );
  await document.fonts.ready;
  // React renders, then the chart measures its box: two frames.
  await new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
};
