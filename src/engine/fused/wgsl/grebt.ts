/**
 * GREBT of one group [5-7] and its derivative in the recomputed rewards. A kernel that includes it provides, for the
 * group's responses, `annotatedAt(i)`, `rewardAt(i)` and `putDerivative(i, value)`, and includes `moments` and
 * `bradleyTerry`. By one invocation: a group is small.
 */
export const grebt = /* wgsl */ `
struct Grebt {
  bt: f32,
  gre: f32,
}

/** The group's losses; derivatives are of (1 - alpha) bt + alpha gre, times \`weight\`. */
fn grebt(first: u32, size: u32, alpha: f32, weight: f32) -> Grebt {
  var winner = first;
  var loser = first;
  for (var i = first; i < first + size; i++) {
    if (annotatedAt(i) > annotatedAt(winner)) {
      winner = i;
    }
    if (annotatedAt(i) < annotatedAt(loser)) {
      loser = i;
    }
  }
  let preference = prefer(rewardAt(winner) - rewardAt(loser));

  // Entropy of softmax(z), z the standardised rewards; below the floor the divisor is a constant.
  let spread = momentsOf(first, size);
  let floored = max(spread.deviation, 1e-4);
  var highest = -1e30;
  for (var i = first; i < first + size; i++) {
    highest = max(highest, centred(i, spread) / floored);
  }
  var total = 0.0;
  for (var i = first; i < first + size; i++) {
    total += exp(centred(i, spread) / floored - highest);
  }
  let logTotal = highest + log(total);
  var entropy = 0.0;
  for (var i = first; i < first + size; i++) {
    let logP = centred(i, spread) / floored - logTotal;
    entropy -= exp(logP) * logP;
  }
  var mean = 0.0;
  var along = 0.0;
  for (var i = first; i < first + size; i++) {
    let z = centred(i, spread) / floored;
    let dz = -exp(z - logTotal) * (z - logTotal + entropy);
    mean += dz / f32(size);
    along += dz * z / f32(size);
  }
  if (spread.deviation <= 1e-4) {
    along = 0.0;
  }
  for (var i = first; i < first + size; i++) {
    let z = centred(i, spread) / floored;
    let dz = -exp(z - logTotal) * (z - logTotal + entropy);
    var derivative = alpha * (dz - mean - z * along) / floored;
    if (i == winner) {
      derivative += (1.0 - alpha) * preference.slope;
    }
    if (i == loser) {
      derivative -= (1.0 - alpha) * preference.slope;
    }
    putDerivative(i, derivative * weight);
  }
  return Grebt(preference.loss, entropy);
}
`;
