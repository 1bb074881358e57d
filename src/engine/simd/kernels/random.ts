/** The one generator, bit for bit that of `../../random.ts`. */

function mix(value: u32): u32 {
  let x = value;
  x = (x ^ (x >> 16)) * 0x21f0aaad;
  x = (x ^ (x >> 15)) * 0x735a2d97;
  return x ^ (x >> 15);
}

/** Uniform in [0, 1), with 24 bits. */
export function uniform(key: u32, counter: u32): f32 {
  return <f32>(mix(mix(key ^ (counter * 0x9e3779b9)) + counter * 0x85ebca6b + key) >> 8) / 16777216;
}
