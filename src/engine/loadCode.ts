/** Code that is loaded when it is needed. By then the server may hold another version of the lab, or the network be down. */

export const CODE_NOT_LOADED = 'The page is out of date or its code could not be loaded: reload the page.';

/**
 * What `load`, which is one `import()`, gives.
 * @throws Error with a message for the user, and the browser's own in brackets.
 */
export async function loadCode<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new Error(`${CODE_NOT_LOADED} (${error instanceof Error ? error.message : String(error)})`, { cause: error });
  }
}
