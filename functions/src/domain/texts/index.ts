// The texts of the pushes, by the receiver's locale, and how values are put into them.
import { de } from './de.ts';
import { en, type Texts } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { hi } from './hi.ts';
import { ja } from './ja.ts';
import { pt } from './pt.ts';
import { ru } from './ru.ts';
import { tr } from './tr.ts';
import { uk } from './uk.ts';
import { zh } from './zh.ts';

export type { Texts } from './en.ts';

/** By ISO 639-1 code. */
export const languages: ReadonlyMap<string, Texts> = new Map(
  Object.entries({ en, de, es, fr, pt, ru, uk, tr, hi, ja, zh }),
);

/**
 * The texts for a BCP 47 locale, by its language alone: "pt-PT" reads Brazilian Portuguese and
 * "zh-Hant" simplified Chinese, both nearer than English, which is what any other locale gets.
 */
export function textsFor(locale: string | null): Texts {
  return languages.get(languageFor(locale)) ?? en;
}

/** The code of the language that `textsFor` gives: times beside its texts are written in the same. */
export function languageFor(locale: string | null): string {
  const language = locale?.split(/[-_]/, 1)[0]?.toLowerCase() ?? '';
  return languages.has(language) ? language : 'en';
}

/**
 * Replaces each `{name}` by its value, once: braces or `$` in a value are nothing but text.
 * A placeholder without a value is a programmer's mistake.
 */
export function fillText(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!Object.hasOwn(values, name)) throw new TypeError(`no value for {${name}}`);
    return String(values[name]);
  });
}
