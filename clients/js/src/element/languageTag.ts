// The language that a page wants, as pages really write it.

/** The first that is a BCP 47 tag, `pt_BR` taken for `pt-BR`; English where none is. */
export function languageTagOf(...wanted: (string | null | undefined)[]): string {
  for (const text of wanted) {
    try {
      const [tag] = Intl.getCanonicalLocales(text?.replaceAll('_', '-') || []);
      if (tag) return tag;
    } catch {
      // No tag: the next may be one.
    }
  }
  return 'en';
}
