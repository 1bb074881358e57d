/** tanh-GELU as x sigmoid(2u), with u = sqrt(2 / pi) (x + 0.044715 x^3): tanh of a large argument overflows on some GPUs. */
const TWICE_SCALE = 2 * Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

export const gelu = /* wgsl */ `
fn geluGate(x: f32) -> f32 {
  return 1.0 / (1.0 + exp(min(-x * ${TWICE_SCALE} * (1.0 + ${CUBIC} * x * x), 80.0)));
}

fn gelu(x: f32) -> f32 {
  return x * geluGate(x);
}

fn geluSlope(x: f32) -> f32 {
  let gate = geluGate(x);
  return gate + x * gate * (1.0 - gate) * ${TWICE_SCALE} * (1.0 + ${3 * CUBIC} * x * x);
}
`;
