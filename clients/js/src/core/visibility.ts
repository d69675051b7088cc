// Whether a person has the app before them: only then is anything asked again and again.

export interface Visibility {
  isVisible(): boolean;
  /** Calls whenever that may have changed. Returns how to stop. */
  watch(changed: () => void): () => void;
}

type Page = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

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
