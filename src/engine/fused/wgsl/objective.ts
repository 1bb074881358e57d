/**
 * The losses on the logits of one response, each with its derivative in place of the logits. A kernel that includes it
 * provides `work`, `reference`, `oldLogProbs`, `advantages`, `space`, and for its response's l-th token `counted(l)` and
 * `wordAt(l)`; and sets `record` (the response's number in the batch of all lanes), `positions` and `weight`.
 *
 * One invocation to a position; what a whole response shares goes through workgroup memory.
 */
import { logSoftmax } from './logSoftmax.ts';

export const objectiveSettings = { objective: 'u32', clip: 'f32', beta: 'f32', divisor: 'f32' } as const;

/** Values of the setting `objective`. `eachToken`: as `token`, but `advantages` are those of tokens, as `oldLogProbs` are. */
export const OBJECTIVES = { language: 0, token: 1, sequence: 2, eachToken: 3 } as const;

/** Columns of the record that each response leaves, RECORD floats in `results`. */
export const RECORD = { size: 8, loss: 0, kl: 1, entropy: 2, clipped: 3, counted: 4, rows: 5, surrogate: 6 } as const;

export const objective = /* wgsl */ `
const LANGUAGE = ${OBJECTIVES.language}u;
const BY_SEQUENCE = ${OBJECTIVES.sequence}u;
const EACH_TOKEN = ${OBJECTIVES.eachToken}u;
/** Start of this response's terms in \`reference\` (VOCABULARY a position) and \`oldLogProbs\`. */
var<private> positions: u32;
var<private> record: u32;
/** What each response counts in the mean. */
var<private> weight: f32;

${logSoftmax}
/** Per position: what is summed over the response. */
var<workgroup> logRatios: array<f32, LENGTH>;
var<workgroup> losses: array<f32, LENGTH>;
var<workgroup> divergences: array<f32, LENGTH>;
var<workgroup> entropies: array<f32, LENGTH>;
var<workgroup> outside: array<f32, LENGTH>;

struct Clipped {
  value: f32,
  /** d value / d log rho. */
  slope: f32,
  outside: f32,
}
/** min(rho A, clip(rho, 1 - eps, 1 + eps) A) of Eq. 2. */
fn clippedSurrogate(ratio: f32, advantage: f32) -> Clipped {
  let free = ratio * advantage;
  let bounded = clamp(ratio, 1.0 - settings.clip, 1.0 + settings.clip) * advantage;
  let beyond = select(0.0, 1.0, abs(ratio - 1.0) > settings.clip);
  if (free <= bounded) {
    return Clipped(free, free, beyond);
  }
  return Clipped(bounded, 0.0, beyond);
}

/** Log probabilities in place of the logits; terms that need only their own position. */
fn positionTerms(count: u32) {
  for (var l = thread; l < count; l += WORKGROUP) {
    let row = space + LOGITS + l * VOCABULARY;
    let total = logSumExp(row);
    var divergence = 0.0;
    var entropy = 0.0;
    for (var v = 0u; v < VOCABULARY; v++) {
      let logP = work[row + v] - total;
      work[row + v] = logP;
      if (settings.objective != LANGUAGE) {
        let p = exp(logP);
        divergence += p * (logP - reference[(positions + l) * VOCABULARY + v]);
        entropy -= p * logP;
      }
    }
    let counts = counted(l);
    divergences[l] = select(0.0, divergence, counts);
    entropies[l] = select(0.0, entropy, counts);
    let chosen = work[row + wordAt(l)];
    if (settings.objective == LANGUAGE) {
      logRatios[l] = 0.0;
      losses[l] = select(0.0, -chosen, counts);
    } else {
      logRatios[l] = select(0.0, chosen - oldLogProbs[positions + l], counts);
    }
  }
}

/** The derivative of the loss in the logits, in their place; surrogates of positions in \`losses\`. */
fn logitDerivatives(count: u32) {
  var advantage = 0.0;
  var whole = 0.0;
  if (settings.objective != LANGUAGE) {
    if (settings.objective != EACH_TOKEN) {
      advantage = advantages[record];
    }
    for (var l = 0u; l < count; l++) {
      whole += logRatios[l];
    }
  }
  for (var l = thread; l < count; l += WORKGROUP) {
    let row = space + LOGITS + l * VOCABULARY;
    let counts = counted(l);
    let chosen = wordAt(l);
    var slope = 1.0;
    var pull = 0.0;
    let divergence = divergences[l];
    if (settings.objective != LANGUAGE) {
      let ratio = exp(select(logRatios[l], whole, settings.objective == BY_SEQUENCE));
      work[space + RATIOS + l] = ratio;
      if (settings.objective == EACH_TOKEN) {
        advantage = advantages[positions + l];
      }
      let clipped = clippedSurrogate(ratio, advantage);
      slope = clipped.slope;
      pull = settings.beta;
      losses[l] = select(0.0, clipped.value, counts);
      outside[l] = select(0.0, clipped.outside, counts);
    }
    for (var v = 0u; v < VOCABULARY; v++) {
      let logP = work[row + v];
      let p = exp(logP);
      var d = -slope * (select(0.0, 1.0, v == chosen) - p);
      if (settings.objective != LANGUAGE) {
        d += pull * p * (logP - reference[(positions + l) * VOCABULARY + v] - divergence);
      }
      work[row + v] = select(0.0, d * weight, counts);
    }
  }
}

/** Writes the response's record, by one invocation. */
fn summarise(count: u32, rows: u32) {
  var surrogate = 0.0;
  var divergence = 0.0;
  var entropy = 0.0;
  var beyond = 0.0;
  var tokens = 0.0;
  for (var l = 0u; l < count; l++) {
    if (counted(l)) {
      surrogate += losses[l];
      divergence += divergences[l];
      entropy += entropies[l];
      beyond += outside[l];
      tokens += 1.0;
    }
  }
  let result = record * ${RECORD.size}u;
  if (settings.objective == BY_SEQUENCE) {
    var whole = 0.0;
    for (var l = 0u; l < count; l++) {
      whole += logRatios[l];
    }
    let clipped = clippedSurrogate(exp(whole), advantages[record]);
    surrogate = clipped.value;
    beyond = clipped.outside;
    tokens = 1.0;
  }
  results[result + ${RECORD.loss}u] = select((settings.beta * divergence - surrogate) / settings.divisor, surrogate, settings.objective == LANGUAGE);
  results[result + ${RECORD.kl}u] = divergence;
  results[result + ${RECORD.entropy}u] = entropy;
  results[result + ${RECORD.clipped}u] = beyond;
  results[result + ${RECORD.counted}u] = tokens;
  results[result + ${RECORD.rows}u] = f32(rows);
  results[result + ${RECORD.surrogate}u] = surrogate;
}

/** Loss and derivative of \`count\` positions. */
fn loss(count: u32, rows: u32) {
  positionTerms(count);
  sync();
  workgroupBarrier();
  logitDerivatives(count);
  sync();
  workgroupBarrier();
  if (thread == 0u) {
    summarise(count, rows);
  }
}
`;
