/**
 * Matrix products, the kernels' main work: each invocation computes tiles of 4 rows x 4 columns in registers, 16
 * multiply-adds for 8 loads. Operands lie in storage, behind the caches, so a product needs no workgroup memory
 * whatever its size. Neighbouring invocations take neighbouring columns.
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

const COLUMNS = ['x', 'y', 'z', 'w'];
const ROWS = [0, 1, 2, 3];

export function product({ name, parameters, inputs, outputs, left, right, rightStride, runs, store }: Product): string {
  const tiles = Math.ceil(outputs / 4);
  const names = parameters.split(',').map((parameter) => parameter.split(':')[0].trim()).join(', ');
  const whole = outputs % 4 === 0;
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
  for (var tile = thread; tile < (rows + 3u) / 4u * ${tiles}u; tile += WORKGROUP) {
    let row = tile / ${tiles}u * 4u;
    let columns = vec4<u32>(tile % ${tiles}u) + vec4<u32>(0u, ${tiles}u, ${2 * tiles}u, ${3 * tiles}u);
    let reachable = ${whole ? 'columns' : `min(columns, vec4<u32>(${outputs - 1}u))`};
${ROWS.map((r) => `    var left${r} = ${name}Left(${names}, min(row + ${r}u, rows - 1u));
    var sum${r} = vec4<f32>();`).join('\n')}
    var right = vec4<u32>(${COLUMNS.map((c) => `${name}Right(${names}, reachable.${c})`).join(', ')});
${runs ? `    for (var run = 0u; run < ${runs.count}u; run++) {` : ''}
    for (var k = 0u; k < ${inputs}u; k++) {
      let b = vec4<f32>(${COLUMNS.map((c) => `parameters[right.${c}]`).join(', ')});
${ROWS.map((r) => `      sum${r} += work[left${r} + k] * b;`).join('\n')}
      right += ${rightStride}u;
    }
${runs ? `${ROWS.map((r) => `      left${r} += ${inputs}u;`).join('\n')}
      right += ${runs.rightStride - inputs * rightStride}u;
    }` : ''}
${ROWS.map((r) => `    if (row + ${r}u < rows) {
${COLUMNS.map((c) => `      ${whole ? '' : `if (columns.${c} < ${outputs}u) `}{ ${name}Store(${names}, row + ${r}u, columns.${c}, sum${r}.${c}); }`).join('\n')}
    }`).join('\n')}
  }
}
`;
}
