/** The arms of the run that is shown, for everything within: their looks, and the one that is lifted above the others. */
import { createContext, useContext, useMemo, useState, type DOMAttributes, type ReactNode } from 'react';
import type { ArmName } from '../config/names.ts';
import { armLooks, liftStyle, type ArmLook } from './arms.ts';

interface Arms {
  readonly arms: readonly ArmName[];
  readonly lookOf: (arm: ArmName) => ArmLook;
  /** Lifts an arm for as long as it is pointed at. */
  readonly point: (arm: ArmName | null) => void;
  /** Lifts an arm until it is pressed again. */
  readonly press: (arm: ArmName) => void;
}

const ArmsContext = createContext<Arms>({ arms: [], lookOf: armLooks([]), point: () => undefined, press: () => undefined });
const PressedContext = createContext<ArmName | null>(null);

interface Props {
  readonly arms: readonly ArmName[];
  readonly className: string;
  readonly children: ReactNode;
}

export function RunArms({ arms, className, children }: Props) {
  const [pointed, point] = useState<ArmName | null>(null);
  const [pressed, setPressed] = useState<ArmName | null>(null);
  const value = useMemo((): Arms => ({
    arms, lookOf: armLooks(arms), point, press: (arm) => setPressed((before) => (before === arm ? null : arm)),
  }), [arms]);
  // A single one has nothing to be lifted above; another run may not have it.
  const lifted = arms.length < 2 ? undefined : [pointed, pressed].find((arm) => arm !== null && arms.includes(arm));
  return (
    <ArmsContext value={value}>
      <PressedContext value={pressed}>
        <main className={className} style={liftStyle(lifted ? value.lookOf(lifted) : null)}>{children}</main>
      </PressedContext>
    </ArmsContext>
  );
}

export function useRunArms(): Arms {
  return useContext(ArmsContext);
}

/** The arm that stays lifted. */
export function usePressedArm(): ArmName | null {
  return useContext(PressedContext);
}

/** What lifts an arm where it is named or drawn: pointer, keyboard and touch. */
export function liftedBy({ point, press }: Arms, arm: ArmName): DOMAttributes<Element> {
  return {
    onPointerEnter: ({ pointerType }) => { if (pointerType !== 'touch') point(arm); },
    onPointerLeave: () => point(null),
    onFocus: ({ currentTarget }) => { if (currentTarget.matches(':focus-visible')) point(arm); },
    onBlur: () => point(null),
    onClick: () => press(arm),
  };
}
