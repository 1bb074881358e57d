/** The methods of a run: those chosen, in their order, each with settings of its own, and the way to further ones. */
import { useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Config } from '../../../config/fields.ts';
import type { ArmName } from '../../../config/names.ts';
import type { Method } from '../../../methods/method.ts';
import { armOf } from '../../../settings/arms.ts';
import { addArm, moveArm, setArmField } from '../../../store/armEdits.ts';
import { armLabel, armLooks } from '../../arms.ts';
import { Stroke } from '../../ArmKey.tsx';
import { AddMethod } from './AddMethod.tsx';
import { ArmForm } from './ArmForm.tsx';
import './arms.css';

interface Props {
  readonly id: string;
  readonly config: Config;
  readonly disabled: boolean;
  readonly describedBy: string;
  readonly onText: (text: string) => void;
}

export function ArmsInput({ id, config, disabled, describedBy, onText }: Props) {
  const { arms } = config;
  const lookOf = useMemo(() => armLooks(arms), [arms]);
  const root = useRef<HTMLDivElement>(null);
  /** The place whose settings are shown. */
  const [open, setOpen] = useState<number | null>(null);
  const [said, setSaid] = useState('');

  /** Makes a change at once, and puts the focus where it can be gone on from. */
  const change = (next: readonly ArmName[], nowOpen: number | null, say: string, focus: string) => {
    flushSync(() => {
      setOpen(nowOpen);
      setSaid(say);
      onText(next.join(','));
    });
    const targets = root.current?.querySelectorAll<HTMLButtonElement>(focus) ?? [];
    [...targets].find((target) => !target.disabled)?.focus();
  };
  const move = (at: number, to: number) => change(
    moveArm(arms, at, to), open === at ? to : open === to ? at : open, `${armLabel(arms[at])} is number ${to + 1} now.`,
    // At an end the button that was pressed is of no use.
    to < at ? `[data-place='${to}'] .arm-up, [data-place='${to}'] .arm-down` : `[data-place='${to}'] .arm-down, [data-place='${to}'] .arm-up`,
  );
  const remove = (at: number) => change(
    arms.toSpliced(at, 1), open === null || open === at ? null : open > at ? open - 1 : open, `${armLabel(arms[at])} was taken out.`, '.arms-add',
  );
  const add = (method: Method): string => {
    const edited = addArm(arms, method);
    if (!edited.ok) return edited.reason;
    onText(edited.arms.join(','));
    return `${method.title} was added, as number ${edited.arms.length}.`;
  };
  const set = (at: number, key: string, text: string | null): string | null => {
    const edited = setArmField(arms, at, key, text);
    if (!edited.ok) return edited.reason;
    onText(edited.arms.join(','));
    return null;
  };

  return (
    <div id={id} ref={root} role="group" aria-labelledby={`${id}-label`} aria-describedby={describedBy} className="arms-input">
      <ol className="arms-chosen">
        {arms.map((arm, index) => {
          const title = armLabel(arm);
          const shown = open === index;
          return (
            // By place, so that a control that renames its arm stays the same control.
            <li key={index} data-place={index}>
              <div className="arm-chip">
                <button
                  type="button" className="arm-name" style={{ borderLeftColor: lookOf(arm).colour }} aria-expanded={shown} aria-controls={`${id}-${index}`}
                  onClick={() => setOpen(shown ? null : index)}
                ><Stroke look={lookOf(arm)} /> <span>{title}</span></button>
                <button type="button" className="arm-up" disabled={disabled || index === 0} aria-label={`Move ${title} up`} onClick={() => move(index, index - 1)}>↑</button>
                <button type="button" className="arm-down" disabled={disabled || index === arms.length - 1} aria-label={`Move ${title} down`} onClick={() => move(index, index + 1)}>↓</button>
                <button type="button" className="arm-out" disabled={disabled || arms.length === 1} aria-label={`Take ${title} out`} onClick={() => remove(index)}>×</button>
              </div>
              {index === 0 && arms.length > 1 && <p className="arm-first">The others are compared with this one.</p>}
              <div id={`${id}-${index}`} hidden={!shown}>
                {shown && <ArmForm key={armOf(arm).method.name} id={`${id}-${index}`} arm={arm} config={config} disabled={disabled} onSet={(key, text) => set(index, key, text)} />}
              </div>
            </li>
          );
        })}
      </ol>
      <AddMethod arms={arms} disabled={disabled} onAdd={add} />
      <p className="visually-hidden" role="status">{said}</p>
    </div>
  );
}
