/** Mean and spread of a run of rewards; a kernel that includes it provides `rewardAt(i)`. */
export const moments = /* wgsl */ `
struct Moments {
  /** The mean is origin + shift: kept apart, since rewards may lie close together and far from 0. */
  origin: f32,
  shift: f32,
  /** Population standard deviation. */
  deviation: f32,
}
fn momentsOf(first: u32, size: u32) -> Moments {
  var result = Moments(rewardAt(first), 0.0, 0.0);
  for (var i = first; i < first + size; i++) {
    result.shift += (rewardAt(i) - result.origin) / f32(size);
  }
  var square = 0.0;
  for (var i = first; i < first + size; i++) {
    let distance = centred(i, result);
    square += distance * distance;
  }
  result.deviation = sqrt(square / f32(size));
  return result;
}
/** Reward minus mean. Exactly 0 where all rewards are equal. */
fn centred(i: u32, spread: Moments) -> f32 {
  return (rewardAt(i) - spread.origin) - spread.shift;
}
`;
