/** Layer norm over the model's width, one invocation to a row; and its derivative. */
export const layerNorm = /* wgsl */ `
/** Normalises the rows at \`source\`: x-hat, its scaled and shifted version y, and 1 / deviation of each row. */
fn layerNorm(source: u32, scale: u32, bias: u32, normalised: u32, y: u32, inverseDeviation: u32, rows: u32) {
  for (var row = thread; row < rows; row += WORKGROUP) {
    let begin = source + row * WIDTH;
    var mean = 0.0;
    for (var i = 0u; i < WIDTH; i++) {
      mean += work[begin + i];
    }
    mean /= f32(WIDTH);
    var variance = 0.0;
    for (var i = 0u; i < WIDTH; i++) {
      let centred = work[begin + i] - mean;
      variance += centred * centred;
    }
    let inverse = 1.0 / sqrt(variance / f32(WIDTH) + 1e-5);
    work[inverseDeviation + row] = inverse;
    for (var i = 0u; i < WIDTH; i++) {
      let value = (work[begin + i] - mean) * inverse;
      work[normalised + row * WIDTH + i] = value;
      work[y + row * WIDTH + i] = value * weightAt(scale + i) + weightAt(bias + i);
    }
  }
}
`;

export const layerNormBackward = /* wgsl */ `
/** Writes to \`result\` the derivative of row \`row\`, given that of its y at \`dY\`, added to \`residual\` if \`add\`. */
fn layerNormBackward(dY: u32, scale: u32, normalised: u32, inverseDeviation: u32, residual: u32, result: u32, add: bool) {
  var mean = 0.0;
  var along = 0.0;
  for (var i = 0u; i < WIDTH; i++) {
    let d = work[dY + i] * weightAt(scale + i);
    mean += d;
    along += d * work[normalised + i];
  }
  mean /= f32(WIDTH);
  along /= f32(WIDTH);
  let inverse = work[inverseDeviation];
  for (var i = 0u; i < WIDTH; i++) {
    let d = work[dY + i] * weightAt(scale + i);
    let base = select(0.0, work[residual + i], add);
    work[result + i] = base + inverse * (d - mean - work[normalised + i] * along);
  }
}
`;
