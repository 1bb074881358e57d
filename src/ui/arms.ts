/** How arms are named and drawn on the page, everywhere the same. */
import type { CSSProperties } from 'react';
import type { ArmName } from '../config/names.ts';
import { armOf, armTitle } from '../settings/arms.ts';

export function armLabel(arm: ArmName): string {
  return armTitle(arm);
}

/** Letters of a name beside a line. */
const LONGEST = 25;

/** As short as it can be told beside a line: without what the method's title adds in brackets, but with the arm's own settings. */
export function armShort(arm: ArmName): string {
  const { title } = armOf(arm).method;
  const text = title.replace(/ \(.*\)$/, '') + armTitle(arm).slice(title.length);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** Of more arms than this charts show the lines alone, and what belongs to one of them when it is lifted. */
export const FEW_ARMS = 4;

/** Colours of styles/tokens.css. After the last one they begin again with other dashes. */
export const COLOURS = 8;
const SOLID = ['none', '12 4', '9 3 2 3', '9 3 2 3 2 3', '2 3'] as const;
const DASHED = ['5 4', '5 3 1 3', '5 3 1 3 1 3', '3 6', '1 3'] as const;

export interface ArmLook {
  /** In the run, from 1. */
  readonly place: number;
  readonly colour: string;
  /** Dashes of the line that is drawn through, of gold for example. */
  readonly solid: string;
  /** Dashes of the one beside it, the proxy's for example. */
  readonly dashed: string;
  /** Steps back while another arm of the run is lifted; `liftStyle` of an ancestor says which. */
  readonly fade: CSSProperties;
  /** The same for its name, which stays readable. */
  readonly fadeName: CSSProperties;
  /** Is there only while the arm itself is lifted. */
  readonly liftedOnly: CSSProperties;
}

/** An arm's look, by its place among the arms of its run. */
export function armLooks(arms: readonly ArmName[]): (arm: ArmName) => ArmLook {
  const looks = new Map(arms.map((arm, index) => [arm, lookAt(index)]));
  return (arm) => looks.get(arm) ?? lookAt(arms.length);
}

function lookAt(index: number): ArmLook {
  const round = Math.floor(index / COLOURS);
  return {
    place: index + 1,
    colour: `var(--series-${(index % COLOURS) + 1})`,
    solid: SOLID[round % SOLID.length], dashed: DASHED[round % DASHED.length],
    fade: { opacity: `var(--arm-${index + 1}, var(--arm-rest, 1))` },
    fadeName: { opacity: `var(--arm-${index + 1}, var(--name-rest, 1))` },
    liftedOnly: { opacity: `var(--arm-${index + 1}, 0)` },
  };
}

/** Strength of what steps back, and of names. */
const REST = 0.16;
const NAME_REST = 0.5;

/** What lifts an arm: custom properties that the looks' styles read, so that no chart is drawn again for it. */
export function liftStyle(look: ArmLook | null): CSSProperties {
  return look ? ({ '--arm-rest': REST, '--name-rest': NAME_REST, [`--arm-${look.place}`]: 1 } as CSSProperties) : {};
}
