/** Log softmax of one row of logits. */
export const logSoftmax = /* wgsl */ `
/** log sum exp of the row at \`row\`. */
fn logSumExp(row: u32) -> f32 {
  var highest = work[row];
  for (var v = 1u; v < VOCABULARY; v++) {
    highest = max(highest, work[row + v]);
  }
  var sum = 0.0;
  for (var v = 0u; v < VOCABULARY; v++) {
    sum += exp(work[row + v] - highest);
  }
  return highest + log(sum);
}
`;
