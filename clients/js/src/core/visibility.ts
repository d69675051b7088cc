// Whether a person has the app before them: only then is anything asked again and again.

export interface Visibility {
  isVisible(): boolean;
  /** Calls whenever that may have changed. Returns how to stop. */
  watch(changed: () => void): () => void;
  /** Calls whenever a person does something. Without it whoever looks is taken to use the app. */
  watchUse?(used: () => void): () => void;
}

/** The part of a document that is used. */
interface Page {
  visibilityState: string;
  addEventListener(type: string, listener: () => void, options?: object): void;
  removeEventListener(type: string, listener: () => void, options?: object): void;
}

/** The page's; always visible where there is no page. */
export function pageVisibility(page = (globalThis as { document?: Page }).document): Visibility {
  if (!page) return { isVisible: () => true, watch: () => () => {} };
  const watching = (types: string[]) => (listener: () => void) => {
    // Also of what the app keeps to itself.
    const options = { capture: true, passive: true };
    for (const type of types) page.addEventListener(type, listener, options);
    return () => types.forEach((type) => page.removeEventListener(type, listener, options));
  };
  return {
    isVisible: () => page.visibilityState !== 'hidden',
    watch: watching(['visibilitychange']),
    watchUse: watching(['pointerdown', 'keydown', 'wheel']),
  };
}
