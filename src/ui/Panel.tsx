/** A boundary around one panel: where it fails, the others and the run go on. */
import { Component, useState, type ReactNode } from 'react';
import { copyText } from '../store/services.ts';
import './panelFailed.css';

interface PanelProps {
  /** What the panel is called on the page. */
  readonly name: string;
  /** The run that is shown, for the report. */
  readonly run: string;
  readonly children: ReactNode;
}

/** Catches what its children throw while they are drawn. A new run is a new try. */
export class Panel extends Component<PanelProps, { readonly error: unknown; readonly failed: boolean }> {
  override state = { error: null as unknown, failed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }

  override componentDidUpdate({ run }: PanelProps) {
    if (this.state.failed && run !== this.props.run) this.tryAgain();
  }

  tryAgain = () => this.setState({ error: null, failed: false });

  override render() {
    const { name, run, children } = this.props;
    return this.state.failed ? <Failed name={name} report={reportOf(name, run, this.state.error)} onAgain={this.tryAgain} /> : children;
  }
}

/** Characters of a stack: its first frames say where. */
const LONGEST_STACK = 2000;
const LONGEST_MESSAGE = 500;

function bounded(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)} …` : text;
}

/** What a maintainer needs to know, in bounded words. Anything can be thrown. */
export function reportOf(name: string, run: string, error: unknown): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : typeof error === 'string' ? error : 'something that is no error';
  const stack = error instanceof Error && typeof error.stack === 'string' ? error.stack : 'no stack';
  return [`R2M Lab: the panel “${name}” failed.`, `Run: ${bounded(run, LONGEST_MESSAGE)}`, bounded(message, LONGEST_MESSAGE), bounded(stack, LONGEST_STACK)].join('\n');
}

function Failed({ name, report, onAgain }: { readonly name: string; readonly report: string; readonly onAgain: () => void }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const copy = async () => setCopied(await copyText(report) ? 'yes' : 'refused');
  return (
    <section className="panel panel-failed" aria-label={name}>
      <h2>{name}</h2>
      <p role="alert">This panel failed; the run goes on.</p>
      <p className="panel-failed-actions">
        <button type="button" onClick={() => void copy()}>{copied === 'yes' ? 'Report copied' : 'Copy report'}</button>{' '}
        <button type="button" onClick={onAgain}>Try again</button>
      </p>
      {copied === 'refused' && (
        <label className="panel-failed-report">
          The browser did not allow copying. The report, to copy by hand:
          <textarea readOnly rows={8} value={report} onFocus={(event) => event.currentTarget.select()} />
        </label>
      )}
    </section>
  );
}
