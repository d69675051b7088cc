// Whether a person has the app before them: only then is anything asked again and again.

export interface Visibility {
  isVisible(): boolean;
  /** Calls whenever that may have changed. Returns how to stop. */
  watch(changed: () => void): () => void;
}

/** The part of a document that is used. */
interface Page {
  visibilityState: string;
  addEventListener(type: 'visibilitychange', changed: () => void): void;
  removeEventListener(type: 'visibilitychange', changed: () => void): void;
}

/** The page's; always visible where there is no page. */
export function pageVisibility(page = (globalThis as { document?: Page }).document): Visibility {
  return {
    isVisible: () => page?.visibilityState !== 'hidden',
    watch(changed) {
      page?.addEventListener('visibilitychange', changed);
      return () => page?.removeEventListener('visibilitychange', changed);
    },
  };
}
