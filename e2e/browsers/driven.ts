/** A browser under control, of whatever make: all that a scenario asks of one. */
export interface Driven {
  /** Make and version, and how it is driven. */
  readonly description: string;
  /** Resolves when the page has loaded. */
  readonly goto: (address: string) => Promise<void>;
  /** The value of an expression in the page, a string; a promise is awaited. */
  readonly evaluate: (expression: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Calls a function in the page. What it takes and gives travels as JSON; it must need nothing from around it. */
export async function call<A extends readonly unknown[], R>({ evaluate }: Driven, inPage: (...args: A) => R, ...args: A): Promise<Awaited<R>> {
  const expression = `Promise.resolve((${inPage.toString()})(...${JSON.stringify(args)})).then((value) => JSON.stringify(value ?? null))`;
  return JSON.parse(await evaluate(expression)) as Awaited<R>;
}
