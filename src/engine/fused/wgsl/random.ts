/** The WGSL twin of random.ts: the same bits from the same key and counter. */
export const random = /* wgsl */ `
fn mixBits(value: u32) -> u32 {
  var x = value;
  x = (x ^ (x >> 16u)) * 0x21f0aaadu;
  x = (x ^ (x >> 15u)) * 0x735a2d97u;
  return x ^ (x >> 15u);
}

/** Uniform in [0, 1), with 24 bits. */
fn uniformDraw(key: u32, counter: u32) -> f32 {
  let bits = mixBits(mixBits(key ^ (counter * 0x9e3779b9u)) + counter * 0x85ebca6bu + key);
  return f32(bits >> 8u) / 16777216.0;
}
`;
