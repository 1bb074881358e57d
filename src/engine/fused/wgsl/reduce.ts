/**
 * Sums over a workgroup in a fixed order, so that they repeat bit for bit. Through few sums of many rather than by halves:
 * a barrier costs more than a short loop does.
 */
export const reduce = /* wgsl */ `
/** No more than the smallest workgroup has invocations. */
const SHARES = 16u;
var<workgroup> partials: array<f32, WORKGROUP>;

/** The sum of every invocation's value, known to all. */
fn workgroupSum(value: f32) -> f32 {
  partials[thread] = value;
  workgroupBarrier();
  if (thread < SHARES) {
    var share = value;
    for (var i = thread + SHARES; i < WORKGROUP; i += SHARES) {
      share += partials[i];
    }
    partials[thread] = share;
  }
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0u; i < SHARES; i++) {
    sum += partials[i];
  }
  workgroupBarrier();
  return sum;
}
`;
