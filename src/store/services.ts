/**
 * Services of the browser that may be absent, refuse, throw or hang. What the page shows and what a run uses depends on
 * none of them: each answer here is one that the page can go on with.
 */

/** What `action` returns, or `otherwise` where it throws. */
export function quietly<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch {
    // Private windows, sandboxes, blocked storage, full disks, limits on the number of calls.
    return otherwise;
  }
}

/** The part of `Storage` that is used. */
export type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** localStorage, of which each call may be refused; reading `localStorage` itself throws where the browser forbids it, and gives null in some. */
export const browserKeep: Keep = {
  getItem: (key) => quietly(() => localStorage.getItem(key), null),
  setItem: (key, value) => quietly(() => localStorage.setItem(key, value), undefined),
  removeItem: (key) => quietly(() => localStorage.removeItem(key), undefined),
};

/** Longer than any clipboard takes that works; some never answer, behind a question that nobody sees. */
const CLIPBOARD_MS = 1500;

/** Puts a text on the clipboard; false where that is not known to have worked. */
export async function copyText(text: string): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), CLIPBOARD_MS));
  // An async function: also what is absent or throws at once becomes a rejection.
  const copied = (async () => {
    await navigator.clipboard.writeText(text);
    return true;
  })().catch(() => false);
  return Promise.race([copied, late]);
}

/** Offers a file for download; false where the browser refuses. */
export function saveFile(name: string, content: Blob): boolean {
  return quietly(() => {
    const address = URL.createObjectURL(content);
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    // Some browsers read the address only after the click has returned.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    return true;
  }, false);
}

/** Whether a media query holds: false where the browser cannot tell. */
export function mediaMatches(query: string): boolean {
  return quietly(() => matchMedia(query).matches, false);
}

/** Calls `listener` whenever a media query begins or ceases to hold; returns a function that ends it. */
export function onMediaChange(query: string, listener: () => void): () => void {
  return quietly(() => {
    const list = matchMedia(query);
    list.addEventListener('change', listener);
    return () => quietly(() => list.removeEventListener('change', listener), undefined);
  }, () => undefined);
}

/**
 * Keeps the screen awake until the returned function is called, where the browser can. A lock is lost whenever the page
 * is hidden, and asked for again when it is seen.
 */
export function stayAwake(): () => void {
  let wanted = true;
  let lock: WakeLockSentinel | null = null;
  const release = (held: WakeLockSentinel | null) => void (async () => held?.release())().catch(() => undefined);
  const ask = async () => {
    if (document.visibilityState !== 'visible') return;
    const got = await navigator.wakeLock.request('screen');
    if (wanted) lock = got;
    else release(got);
  };
  const askAgain = () => void ask().catch(() => undefined);
  askAgain();
  document.addEventListener('visibilitychange', askAgain);
  return () => {
    wanted = false;
    document.removeEventListener('visibilitychange', askAgain);
    release(lock);
  };
}
