/** What a method does, what comparing it isolates, and where it comes from. */
import type { Method, Status } from '../../../methods/method.ts';

/** How close to its source, with what that means. */
export const STATUS_TITLES: Readonly<Record<Status, readonly [title: string, meaning: string]>> = {
  baseline: ['baseline', 'what others are held against'],
  faithful: ['faithful', 'as its source has it'],
  variant: ['variant', 'its source’s, changed'],
  analogue: ['analogue', 'its source’s idea, in this small world'],
  control: ['control', 'rules an explanation out'],
  ours: ['ours', 'made for this lab'],
};

/** Spans throughout, so that it can stand in a button. */
export function MethodFacts({ method: { summary, isolates, source, status } }: { readonly method: Method }) {
  return (
    <span className="method-facts">
      <span>{summary}</span>
      <span><b>Isolates:</b> {isolates}.</span>
      <span className="faint">{STATUS_TITLES[status][0]} · {source}</span>
    </span>
  );
}
