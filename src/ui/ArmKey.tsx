/** Which colour and which number is which arm; each entry lifts its arm in all charts of the run. */
import { armLabel, type ArmLook } from './arms.ts';
import { liftedBy, usePressedArm, useRunArms } from './RunArms.tsx';
import './armKey.css';

interface Props {
  /** Charts beside it name arms by their place. */
  readonly numbered?: boolean;
}

export function ArmKey({ numbered = false }: Props) {
  const run = useRunArms();
  const pressed = usePressedArm();
  return (
    <ul className="arm-key" aria-label="Methods: point at one to lift it, press to keep it lifted">
      {run.arms.map((arm) => {
        const look = run.lookOf(arm);
        return (
          <li key={arm}>
            <button type="button" className="quiet" aria-pressed={pressed === arm} style={{ color: look.colour, ...look.fadeName }} {...liftedBy(run, arm)}>
              <Stroke look={look} /> {numbered && `${look.place} `}{armLabel(arm)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** A piece of an arm's line. */
export function Stroke({ look: { colour, solid } }: { readonly look: ArmLook }) {
  return (
    <svg className="arm-stroke" width="22" height="8" aria-hidden="true">
      <line x1="0" x2="22" y1="4" y2="4" stroke={colour} strokeWidth={3} strokeDasharray={solid} />
    </svg>
  );
}
