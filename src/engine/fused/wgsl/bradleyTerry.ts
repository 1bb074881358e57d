/** Bradley and Terry's loss of one pair [5], and its derivative. */
export const bradleyTerry = /* wgsl */ `
struct Preference {
  /** -log sigmoid(margin) */
  loss: f32,
  /** d loss / d margin */
  slope: f32,
}
fn prefer(margin: f32) -> Preference {
  let small = exp(-abs(margin));
  return Preference(max(-margin, 0.0) + log(1.0 + small), -select(small, 1.0, margin < 0.0) / (1.0 + small));
}
`;
