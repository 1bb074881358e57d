/**
 * Matrix products, the kernels' main work: each invocation computes tiles of some rows by 4 columns in registers, so that a
 * value that is loaded is used several times. Operands lie in storage, behind the caches: a product needs no workgroup
 * memory whatever its size. Weights are loaded as vec4s: of 4 columns, which neighbouring invocations have side by side;
 * or, where the matrix is transposed, of 4 values that are summed over, since each load looks up a cache line.
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
  /** Address in `parameters`, in floats, of the right operand's first value in `column`, and the way to the next one below. */
  readonly right: string;
  /** 1 where the matrix is transposed. */
  readonly rightStride: number;
  /** Where K is made of several runs: their number, and the way from one to the next on the right. */
  readonly runs?: { readonly count: number; readonly rightStride: number };
  /** What is done with the result `value` at `row`, `column`. */
  readonly store: string;
}

/**
 * Rows of a tile where a workgroup holds a whole response. Taller tiles load less for each sum, and leave fewer of them:
 * with two for a response of 19 positions, a narrow model's would leave most of a workgroup idle.
 */
export const tileRows = (width: number): number => (width < 128 ? 4 : 10);

/** For kernels with `parameters`, an array of vec4s. */
export const weights = /* wgsl */ `
fn weightAt(place: u32) -> f32 {
  return parameters[place / 4u][place % 4u];
}
`;

const COMPONENTS = ['x', 'y', 'z', 'w'];
const lines = (length: number, line: (index: number) => string) => Array.from({ length }, (_, index) => line(index)).join('\n');

/** How a tile's sums are made. */
interface Sums {
  /** Where the right operand's 4 columns are. */
  readonly declare: string;
  /** Over K. */
  readonly loop: string;
  /** Behind the loop: goes on to the next run, so many floats away from the last one. */
  readonly advance: (floats: number) => string;
}

/** Row by row of the right operand: K outer products. */
function byRow({ inputs, rightStride }: Product, height: number, right: (column: string) => string): Sums {
  return {
    declare: `    var right = ${right('column')} / 4u;`,
    loop: `    for (var k = 0u; k < ${inputs}u; k++) {
      let b = parameters[right];
      right += ${rightStride / 4}u;
${lines(height, (r) => `      sum${r} += work[left${r} + k] * b;`)}
    }`,
    advance: (floats) => `      right += ${(floats - inputs * rightStride) / 4}u;`,
  };
}

/** Along the rows of a transposed right operand: four columns' inner products. */
function byColumn({ inputs }: Product, height: number, right: (column: string) => string): Sums {
  return {
    declare: lines(4, (j) => `    var right${j} = ${right(`column + ${j}u`)} / 4u;`),
    loop: `    for (var k = 0u; k < ${inputs}u; k += 4u) {
${lines(4, (j) => `      let b${j} = parameters[right${j}];
      right${j}++;`)}
${lines(height, (r) => `      let at${r} = left${r} + k;
      let a${r} = vec4<f32>(work[at${r}], work[at${r} + 1u], work[at${r} + 2u], work[at${r} + 3u]);
      sum${r} += vec4<f32>(dot(a${r}, b0), dot(a${r}, b1), dot(a${r}, b2), dot(a${r}, b3));`)}
    }`,
    advance: (floats) => lines(4, (j) => `      right${j} += ${(floats - inputs) / 4}u;`),
  };
}

/** Where rows are no whole vec4s. A tile's columns behind the last one are summed too, of whatever lies there, and not stored. */
function byValue({ inputs, rightStride }: Product, height: number, right: (column: string) => string): Sums {
  return {
    declare: `    var right = vec4<u32>(${COMPONENTS.map((_, j) => right(`column + ${j}u`)).join(', ')});`,
    loop: `    for (var k = 0u; k < ${inputs}u; k++) {
      let b = vec4<f32>(${COMPONENTS.map((x) => `weightAt(right.${x})`).join(', ')});
      right += ${rightStride}u;
${lines(height, (r) => `      sum${r} += work[left${r} + k] * b;`)}
    }`,
    advance: (floats) => `      right += ${floats - inputs * rightStride}u;`,
  };
}

export function product(description: Product, height: number): string {
  const { name, parameters, inputs, outputs, left, right, rightStride, runs, store } = description;
  const tiles = Math.ceil(outputs / 4);
  const names = parameters.split(',').map((parameter) => parameter.split(':')[0].trim()).join(', ');
  const whole = inputs % 4 === 0 && outputs % 4 === 0;
  const way = !whole ? byValue : rightStride === 1 ? byColumn : byRow;
  const { declare, loop, advance } = way(description, height, (column) => `${name}Right(${names}, ${column})`);
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
  for (var tile = thread; tile < (rows + ${height - 1}u) / ${height}u * ${tiles}u; tile += WORKGROUP) {
    let row = tile / ${tiles}u * ${height}u;
    let column = tile % ${tiles}u * 4u;
${declare}
${lines(height, (r) => `    var left${r} = ${name}Left(${names}, min(row + ${r}u, rows - 1u));
    var sum${r} = vec4<f32>();`)}
${runs ? `    for (var run = 0u; run < ${runs.count}u; run++) {` : ''}
${loop}
${runs ? `${lines(height, (r) => `      left${r} += ${inputs}u;`)}
${advance(runs.rightStride)}
    }` : ''}
${lines(height, (r) => `    if (row + ${r}u < rows) {
${COMPONENTS.map((x, j) => `      ${outputs % 4 === 0 ? '' : `if (column + ${j}u < ${outputs}u) `}{ ${name}Store(${names}, row + ${r}u, column + ${j}u, sum${r}.${x}); }`).join('\n')}
    }`)}
  }
}
`;
}
