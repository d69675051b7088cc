// The languages of <active-sessions>. English is there at once, any other is loaded when it is wanted.
import { texts as en } from './en.ts';
import type { ElementTexts, SpokenTexts } from './texts.ts';

export type { ElementTexts, SpokenTexts } from './texts.ts';
export { en };

const loaders: Record<string, () => Promise<{ texts: ElementTexts }>> = {
  de: () => import('./de.ts'),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
  hi: () => import('./hi.ts'),
  ja: () => import('./ja.ts'),
  pt: () => import('./pt.ts'),
  ru: () => import('./ru.ts'),
  tr: () => import('./tr.ts'),
  uk: () => import('./uk.ts'),
  zh: () => import('./zh.ts'),
};

export const languages = ['en', ...Object.keys(loaders)];

/** The texts for a BCP 47 tag; English where that language is not among them. */
export async function loadTexts(locale: string): Promise<SpokenTexts> {
  const load = loaders[languageOf(locale)];
  return load ? (await load()).texts : en;
}

/** The tag of what is really said for a locale: its own region, if language and script are the loaded ones. */
export function spokenTag(locale: string): string {
  const language = languageOf(locale);
  if (!(language in loaders)) return language === 'en' ? locale : 'en';
  return scriptOf(locale) === scriptOf(language) ? locale : language;
}

function languageOf(locale: string): string {
  return locale.toLowerCase().split('-')[0] ?? '';
}

/** `zh-TW` is written in another script than our `zh`. */
function scriptOf(locale: string): string | undefined {
  return new Intl.Locale(locale).maximize().script;
}

const fromTheRight = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/;

/** The direction of a language; all of ours run from the left, but an app may bring its own. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return fromTheRight.test(locale) ? 'rtl' : 'ltr';
}

/** Puts the values into a text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
