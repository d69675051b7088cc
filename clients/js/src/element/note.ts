// The quiet line about this device: that its session ends soon, else that no push reaches it. Loaded where there is one.
import type { EndsSoon } from '../core/keepAlive.ts';
import type { Note } from './model.ts';
import type { Parts } from './parts.ts';
import { laterTexts } from './texts/enLater.ts';
import type { View } from './views.ts';

export function noteOf(
  { fill, shortTime }: Pick<Parts, 'fill' | 'shortTime'>,
  soon: EndsSoon | null,
  { texts, locale, now }: Pick<View, 'texts' | 'locale' | 'now'>,
): Note {
  const said = { ...laterTexts, ...texts };
  if (!soon) return { text: said.unreached, part: 'unreached' };
  const time = shortTime(soon.endsAt, locale, now);
  const text = fill(soon.canStay ? said.endsSoon : said.endsForGood, { time });
  return { text, part: 'ends-soon' };
}
