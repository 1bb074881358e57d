/** Sums over a workgroup in a fixed order, so that they repeat bit for bit. */
export const reduce = /* wgsl */ `
var<workgroup> partials: array<f32, WORKGROUP>;

/** The sum of every invocation's value, known to all. */
fn workgroupSum(value: f32) -> f32 {
  partials[thread] = value;
  workgroupBarrier();
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    if (thread < half) {
      partials[thread] += partials[thread + half];
    }
    workgroupBarrier();
  }
  let sum = partials[0];
  workgroupBarrier();
  return sum;
}
`;
