/** Stock tfjs as a contender: R lanes are R models, one after the other. */
import * as tf from '@tensorflow/tfjs';
import { joined } from '../../../engine/lanes.ts';
import type { Work } from '../../result.ts';
import type { Contender, Problem } from '../contender.ts';
import { contained, PlainLane } from './lane.ts';

/** On tfjs's current backend. */
export function plainContender(problem: Problem): Contender {
  const lanes = Array.from({ length: problem.lanes }, (_, lane) => new PlainLane(problem, lane));

  /** Enqueues `work` on every lane, then waits for what it returns; frees that. */
  async function finish(work: (lane: PlainLane) => readonly tf.Tensor[]): Promise<void> {
    const results = lanes.flatMap((lane) => work(lane));
    await Promise.all(results.map((result) => result.data()));
    tf.dispose([...results]);
  }

  return {
    async outcome() {
      const tokens: Float32Array[] = [];
      const losses: Float32Array[] = [];
      const gradients: Float32Array[] = [];
      const after: [policy: Float32Array, feedback: Float32Array][] = [];
      for (const lane of lanes) {
        tokens.push(Float32Array.from(await lane.drawBatch().data()));
        const descent = lane.lossAndGradient();
        losses.push(Float32Array.from(await descent.loss.data()));
        gradients.push(await lane.flatGradient(descent));
        tf.dispose(contained(descent));
        tf.dispose(lane.rlStep());
        after.push(await lane.parameters());
      }
      return {
        tokens: joined(tokens), loss: joined(losses), gradient: joined(gradients),
        policy: joined(after.map(([policy]) => policy)), feedback: joined(after.map(([, feedback]) => feedback)),
      };
    },
    run(work: Work) {
      switch (work) {
        case 'policyStep':
          return finish((lane) => [lane.policyStep()]);
        case 'rollout':
          return finish((lane) => {
            const { tokens, hidden, logProbs } = lane.rollout();
            tf.dispose([hidden, logProbs]);
            return [tokens];
          });
        case 'rlStep':
          return finish((lane) => lane.rlStep());
      }
    },
  };
}
