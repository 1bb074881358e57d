/** For kernels in which a workgroup holds one response: rows are its positions. `tokens` is (lanes, batch, LENGTH). */
export const sequence = /* wgsl */ `
/** Start of this workgroup's tokens. */
var<private> response: u32;

fn tokenAt(row: u32) -> u32 {
  return u32(tokens[response + row]);
}
fn positionAt(row: u32) -> u32 {
  return row;
}

/** Tokens up to the last that is not PAD: nothing behind it is looked at. */
fn spokenRows() -> u32 {
  for (var rows = LENGTH; rows > 1u; rows--) {
    if (tokens[response + rows - 1u] != PAD) {
      return rows;
    }
  }
  return 1u;
}

/** Each position sees itself and those before it. */
fn causalSpan() -> Span {
  return Span(0u, 0u, 1u, 1u, 1u);
}
`;

/** Token numbers that every kernel shares. */
export const words = /* wgsl */ `
const PAD = 0;
const EOS = 1;
`;
