/** A compute kernel: its WGSL with the declarations that the host also needs to know. */

/** What a kernel is told with each dispatch, in declaration order. */
export type SettingTypes = Readonly<Record<string, 'u32' | 'f32'>>;
export type SettingValues<S extends SettingTypes> = { readonly [K in keyof S]: number };

export interface Binding {
  readonly name: string;
  readonly access: 'read' | 'read_write';
  readonly element: 'f32' | 'i32' | 'u32' | 'vec4<f32>';
}

export interface Kernel<S extends SettingTypes = SettingTypes> {
  readonly name: string;
  /** Invocations in a workgroup. */
  readonly workgroup: number;
  readonly settings: S;
  /** Storage buffers; at most 8, all that WebGPU promises to a stage. */
  readonly bindings: readonly Binding[];
  /** Functions, and `main(group: vec3<u32>)`, which runs with `thread` set. */
  readonly body: string;
}

export const reads = (name: string, element: Binding['element'] = 'f32'): Binding => ({ name, access: 'read', element });
export const writes = (name: string, element: Binding['element'] = 'f32'): Binding => ({ name, access: 'read_write', element });

/** The kernel's whole text. */
export function source(kernel: Kernel): string {
  const fields = Object.entries(kernel.settings).map(([name, type]) => `  ${name}: ${type},`);
  const buffers = kernel.bindings.map(({ name, access, element }, index) =>
    `@group(0) @binding(${index + 1}) var<storage, ${access}> ${name}: array<${element}>;`);
  return `// ${kernel.name}
struct Settings {
${fields.join('\n')}
}
@group(0) @binding(0) var<uniform> settings: Settings;
${buffers.join('\n')}

const WORKGROUP = ${kernel.workgroup}u;
/** This invocation's number in its workgroup. */
var<private> thread: u32;

/** All invocations of the workgroup see what the others wrote to storage before. Workgroup memory has its own barrier. */
fn sync() {
  storageBarrier();
}

${kernel.body}

@compute @workgroup_size(${kernel.workgroup})
fn run(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) index: u32) {
  thread = index;
  main(group);
}
`;
}

/** A dispatch's settings as the uniform buffer holds them. */
export function packSettings<S extends SettingTypes>(types: S, values: SettingValues<S>, into: DataView): void {
  Object.entries(types).forEach(([name, type], index) => {
    if (type === 'u32') into.setUint32(index * 4, values[name], true);
    else into.setFloat32(index * 4, values[name], true);
  });
}

/** WGSL constants, one to a line. */
export function constants(values: Readonly<Record<string, number>>): string {
  return Object.entries(values).map(([name, value]) => `const ${name} = ${value}u;`).join('\n');
}
