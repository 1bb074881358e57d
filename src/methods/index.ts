/** The arms the lab can run. Adding one touches its own file, this list and its name in `config/names.ts`. */
import type { ArmName } from '../config/names.ts';
import { frozen } from './frozen.ts';
import type { Method } from './method.ts';
import { r2m } from './r2m.ts';
import { shrink } from './shrink.ts';

export const methods: Readonly<Record<ArmName, Method>> = { frozen, r2m, shrink };
