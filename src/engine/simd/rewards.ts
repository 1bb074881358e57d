/** Calls to the kernels of rewards and of R2M's feedback, lane after lane. Arrays are those of the `Engine` interface. */
import type { AdamOptions, AdvantageName, DeviceArray, FeedbackInput, FeedbackObjective, PreferencePairs } from '../engine.ts';
import type { FeedbackShape } from '../layout.ts';
import type { Lanes, SimdArray, SimdTrainable } from './lanes.ts';
import { part } from './transformer.ts';

export interface SimdFeedback extends SimdTrainable {
  readonly shape: FeedbackShape;
}
export interface SimdHead extends SimdTrainable {
  readonly width: number;
}

export class Rewards {
  constructor(private readonly lanes: Lanes) {}

  headRewards(head: DeviceArray, states: DeviceArray, scale: number): SimdArray {
    const [lanes, batch, width] = states.shape;
    return this.make([lanes, batch], (lane, to) => this.lanes.kernels.headRewards(part(head, lane), part(states, lane), batch, width, scale, to));
  }

  matchScale(values: DeviceArray, rewards: DeviceArray, target: DeviceArray, groupSize: number): SimdArray {
    const [lanes, count] = values.shape;
    return this.make([lanes, count], (lane, to) => {
      this.lanes.kernels.matchScale(part(values, lane), count, part(rewards, lane), part(target, lane), rewards.shape[1], groupSize, to);
    });
  }

  advantages(name: AdvantageName, rewards: DeviceArray, groupSize: number, greedy: DeviceArray | null): SimdArray {
    if (name === 'remax' && !greedy) throw new Error('ReMax needs the rewards of the greedy responses');
    const [lanes, batch] = rewards.shape;
    return this.make([lanes, batch], (lane, to) => {
      this.lanes.kernels[name](part(rewards, lane), batch, groupSize, to, greedy ? part(greedy, lane) : 0);
    });
  }

  feedbackRewards(model: SimdFeedback, input: FeedbackInput): SimdArray {
    const [lanes, batch] = input.states.shape;
    const at = this.lanes.workspace(this.workBytes(model, input));
    return this.make([lanes, batch], (lane, to) => this.forward(model, lane, at, input, to));
  }

  feedbackAttention(model: SimdFeedback, input: FeedbackInput): SimdArray {
    const [lanes, batch, length] = input.tokens.shape;
    const at = this.lanes.workspace(this.workBytes(model, input));
    const rewards = this.lanes.allocate([1, batch]), aggregated = this.lanes.allocate([1, batch, model.shape.trunkWidth]);
    const attention = this.make([lanes, batch, length], (lane, to) => {
      this.forward(model, lane, at, input, rewards.at);
      this.lanes.kernels.feedbackStates(model.description, batch, length, to, aggregated.at);
    });
    [rewards, aggregated].forEach((array) => this.lanes.free(array));
    return attention;
  }

  feedbackStep(model: SimdFeedback, input: FeedbackInput, annotated: DeviceArray, objective: FeedbackObjective): SimdArray {
    const [lanes, batch] = input.states.shape;
    const { groupSize, alpha, learningRate, adam } = objective;
    const rewards = this.lanes.allocate([1, batch]), upstream = this.lanes.allocate([1, batch]), row = this.lanes.allocate([1, 4 * groupSize]);
    model.steps++;
    const statistics = this.make([lanes, 4], (lane, to) => {
      this.gradient(model, lane, input, rewards.at, null, (gradient) => {
        this.lanes.update(model, lane, gradient, learningRate, adam, to + 12);
      }, () => {
        this.lanes.kernels.grebt(part(annotated, lane), rewards.at, batch, groupSize, alpha, upstream.at, to, row.at);
        return upstream.at;
      });
    });
    [rewards, upstream, row].forEach((array) => this.lanes.free(array));
    return statistics;
  }

  /**
   * One lane's rewards, to `rewards`, then the gradient of their products with what `upstream` gives, plus that of the
   * aggregated states with `aggregated`; it is `use`'s for as long as that lasts.
   */
  gradient(
    model: SimdFeedback, lane: number, input: FeedbackInput, rewards: number, aggregated: DeviceArray | null,
    use: (gradient: number) => void, upstream: () => number,
  ): void {
    const [, batch, length] = input.tokens.shape;
    const bytes = this.workBytes(model, input);
    const at = this.lanes.workspace(bytes + model.parameters.pitch);
    this.forward(model, lane, at, input, rewards);
    this.lanes.kernels.feedbackBackward(
      model.description, part(model.parameters, lane), at + bytes, part(input.hidden, lane), batch, length, input.omega, upstream(), aggregated ? part(aggregated, lane) : 0,
    );
    use(at + bytes);
  }

  bradleyTerryStep(head: SimdHead, pairs: PreferencePairs, learningRate: number, adam: AdamOptions): SimdArray {
    head.steps++;
    return this.make([head.lanes, 2], (lane, to) => {
      this.headGradient(head, lane, pairs, to, (gradient) => this.lanes.update(head, lane, gradient, learningRate, adam, to + 4));
    });
  }

  /** One lane's loss, to `loss`, and its gradient, which is `use`'s for as long as that lasts. */
  headGradient(head: SimdHead, lane: number, { differences, weights }: PreferencePairs, loss: number, use: (gradient: number) => void): void {
    const [, pairs, width] = differences.shape;
    const at = this.lanes.workspace(head.parameters.pitch);
    this.lanes.kernels.bradleyTerry(part(head.parameters, lane), part(differences, lane), part(weights, lane), pairs, width, at, head.plan.padded, loss);
    use(at);
  }

  private forward(model: SimdFeedback, lane: number, at: number, { states, hidden, tokens, omega }: FeedbackInput, rewards: number): void {
    const [, batch, length] = tokens.shape;
    this.lanes.kernels.feedbackRewards(
      model.description, part(model.parameters, lane), at, part(states, lane), part(hidden, lane), part(tokens, lane), batch, length, omega, rewards,
    );
  }

  private workBytes(model: SimdFeedback, { tokens }: FeedbackInput): number {
    const [, batch, length] = tokens.shape;
    return this.lanes.kernels.feedbackWorkBytes(model.description, batch, length);
  }

  /** An array that `work` fills, lane by lane. */
  private make(shape: readonly number[], work: (lane: number, to: number) => void): SimdArray {
    const array = this.lanes.allocate(shape);
    for (let lane = 0; lane < shape[0]; lane++) work(lane, part(array, lane));
    return array;
  }
}
