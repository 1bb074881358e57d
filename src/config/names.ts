/** An arm as links, the command line and results write it: a method's name, or `name{field=value,...}` with its own settings. */
export type ArmName = string;

/** How a group's rewards become advantages. */
export const ADVANTAGES = ['grpo', 'rloo', 'remax', 'reinforcePlusPlus'] as const;
