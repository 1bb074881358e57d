/** WebAssembly files, fetched and checked: what is to start them may wait for a broken one without end. */
import { download } from './download.ts';
import { explain, Explained, inBrackets } from './words.ts';

/** @throws Explained with a clause where the file is not to be had, is damaged, or is too new for this browser (one without SIMD). */
export async function wasmFile(url: string): Promise<ArrayBuffer> {
  let binary: ArrayBuffer;
  try {
    binary = await download(url);
  } catch (error) {
    throw new Explained(`the WebAssembly file could not be loaded${inBrackets(explain(error).what)}`);
  }
  if (!WebAssembly.validate(binary)) throw new Explained('the WebAssembly file is damaged, or asks for more than this browser can do');
  return binary;
}
