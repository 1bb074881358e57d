/** Mean and spread of a run of rewards; a kernel that includes it provides `rewardAt(i)`. */
export const moments = /* wgsl */ `
struct Moments {
  mean: f32,
  /** Population standard deviation. */
  deviation: f32,
}
/** Summed as distances from the first value, so that equal rewards have exactly their own value as mean. */
fn momentsOf(first: u32, size: u32) -> Moments {
  let origin = rewardAt(first);
  var mean = 0.0;
  for (var i = first; i < first + size; i++) {
    mean += rewardAt(i) - origin;
  }
  mean = origin + mean / f32(size);
  var square = 0.0;
  for (var i = first; i < first + size; i++) {
    let centred = rewardAt(i) - mean;
    square += centred * centred;
  }
  return Moments(mean, sqrt(square / f32(size)));
}
`;
