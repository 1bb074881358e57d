/** Arms the lab can run, in the order they are drawn. Each is a plug-in in `methods/`. */
export const ARMS = ['frozen', 'r2m', 'shrink'] as const;
export type ArmName = (typeof ARMS)[number];

/** How a group's rewards become advantages. */
export const ADVANTAGES = ['grpo', 'rloo', 'remax', 'reinforcePlusPlus'] as const;
