/** The one list of methods, in the order in which they are offered. Adding one touches its own file and this list. */
import { frozen } from './frozen.ts';
import type { Method } from './method.ts';
import { noBT } from './r2m/noBT.ts';
import { noGRE } from './r2m/noGRE.ts';
import { noise } from './r2m/noise.ts';
import { noTrain } from './r2m/noTrain.ts';
import { iterativeHead } from './r2m/iterativeHead.ts';
import { referenceFeedback } from './r2m/referenceFeedback.ts';
import { r2m } from './r2m/r2m.ts';
import { scaleMatched } from './r2m/scaleMatched.ts';
import { warmStart } from './r2m/warmStart.ts';
import { largerBeta } from './largerBeta.ts';
import { pretrained } from './pretrained.ts';
import { shrink } from './shrink.ts';
import { paidHead } from './paid/paidHead.ts';
import { paidR2m } from './paid/paidR2m.ts';
import { calibratedSupport } from './support/calibratedSupport.ts';
import { paidPenalty } from './support/paidPenalty.ts';
import { paidSupport } from './support/paidSupport.ts';
import { supportPenalty } from './support/supportPenalty.ts';

export const methods: readonly Method[] = [
  frozen, r2m,
  noTrain, noise, noBT, noGRE, iterativeHead, pretrained,
  shrink, largerBeta, scaleMatched, referenceFeedback, warmStart,
  paidHead, paidR2m,
  supportPenalty, calibratedSupport, paidSupport, paidPenalty,
];

/** For tests and tables: every name. */
export const methodNames: readonly string[] = methods.map(({ name }) => name);

/** Undefined where no method has this name. */
export function findMethod(name: string): Method | undefined {
  return methods.find((method) => method.name === name);
}
