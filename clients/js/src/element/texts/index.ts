// The languages of <active-sessions>. English is there at once, any other is loaded when it is wanted.
import { texts as en } from './en.ts';
import type { ElementTexts } from './texts.ts';

export type { ElementTexts } from './texts.ts';
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
export async function loadTexts(locale: string): Promise<ElementTexts> {
  const load = loaders[locale.toLowerCase().split('-')[0] ?? ''];
  return load ? (await load()).texts : en;
}

/** Puts the values into a text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
