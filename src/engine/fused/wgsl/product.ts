/**
 * Matrix products, the kernels' main work: each invocation computes tiles of TILE_ROWS x TILE_COLUMNS in registers, so
 * that a value that is loaded is used several times. Operands lie in storage, behind the caches: a product needs no
 * workgroup memory whatever its size. Neighbouring invocations take neighbouring columns.
 */
export interface Product {
  /** Name of the WGSL function; its parameters are `parameters`, then `rows: u32`. */
  readonly name: string;
  readonly parameters: string;
  /** K and N of (rows, K) x (K, N). */
  readonly inputs: number;
  readonly outputs: number;
  /** Address in `work` of the left operand's row `row`; its values are neighbours. */
  readonly left: string;
  /** Address in `parameters` of the right operand's first value in `column`, and the way to the next one below. */
  readonly right: string;
  readonly rightStride: number;
  /** Where K is made of several runs: their number, and the way from one to the next on the right. */
  readonly runs?: { readonly count: number; readonly rightStride: number };
  /** What is done with the result `value` at `row`, `column`. */
  readonly store: string;
}

const TILE_ROWS = 4;
/** A multiple of 4: columns are held as vec4s. Larger tiles cost registers and compile time, and gained nothing. */
const TILE_COLUMNS = 4;

const COMPONENTS = ['x', 'y', 'z', 'w'];
const count = (length: number) => Array.from({ length }, (_, index) => index);
const lines = (length: number, line: (index: number) => string) => count(length).map(line).join('\n');

export function product({ name, parameters, inputs, outputs, left, right, rightStride, runs, store }: Product): string {
  const vectors = TILE_COLUMNS / 4;
  const tiles = Math.ceil(outputs / TILE_COLUMNS);
  const names = parameters.split(',').map((parameter) => parameter.split(':')[0].trim()).join(', ');
  const whole = outputs % TILE_COLUMNS === 0;
  const each = (line: (row: number, vector: number) => string) => lines(TILE_ROWS, (r) => lines(vectors, (c) => line(r, c)));
  return /* wgsl */ `
fn ${name}Left(${parameters}, row: u32) -> u32 {
  return ${left};
}
fn ${name}Right(${parameters}, column: u32) -> u32 {
  return ${right};
}
fn ${name}Store(${parameters}, row: u32, column: u32, value: f32) {
  ${store}
}
fn ${name}(${parameters}, rows: u32) {
  for (var tile = thread; tile < (rows + ${TILE_ROWS - 1}u) / ${TILE_ROWS}u * ${tiles}u; tile += WORKGROUP) {
    let row = tile / ${tiles}u * ${TILE_ROWS}u;
${lines(vectors, (c) => `    let columns${c} = vec4<u32>(tile % ${tiles}u) + vec4<u32>(${COMPONENTS.map((_, i) => `${(c * 4 + i) * tiles}u`).join(', ')});
    let reachable${c} = ${whole ? `columns${c}` : `min(columns${c}, vec4<u32>(${outputs - 1}u))`};
    var right${c} = vec4<u32>(${COMPONENTS.map((x) => `${name}Right(${names}, reachable${c}.${x})`).join(', ')});`)}
${lines(TILE_ROWS, (r) => `    var left${r} = ${name}Left(${names}, min(row + ${r}u, rows - 1u));`)}
${each((r, c) => `    var sum${r}${c} = vec4<f32>();`)}
${runs ? `    for (var run = 0u; run < ${runs.count}u; run++) {` : ''}
    for (var k = 0u; k < ${inputs}u; k++) {
${lines(vectors, (c) => `      let b${c} = vec4<f32>(${COMPONENTS.map((x) => `parameters[right${c}.${x}]`).join(', ')});
      right${c} += ${rightStride}u;`)}
${lines(TILE_ROWS, (r) => `      let a${r} = work[left${r} + k];
${lines(vectors, (c) => `      sum${r}${c} += a${r} * b${c};`)}`)}
    }
${runs ? `${lines(TILE_ROWS, (r) => `      left${r} += ${inputs}u;`)}
${lines(vectors, (c) => `      right${c} += ${runs.rightStride - inputs * rightStride}u;`)}
    }` : ''}
${lines(TILE_ROWS, (r) => `    if (row + ${r}u < rows) {
${lines(vectors, (c) => COMPONENTS.map((x) =>
    `      ${whole ? '' : `if (columns${c}.${x} < ${outputs}u) `}{ ${name}Store(${names}, row + ${r}u, columns${c}.${x}, sum${r}${c}.${x}); }`).join('\n'))}
    }`)}
  }
}
`;
}
