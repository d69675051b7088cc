// Below the list: all others at once, and whose places these are. Nothing where there is neither.
import { html, nothing } from 'lit';
import { button } from './button.ts';
import { fill } from './texts/index.ts';
import type { View } from './views.ts';

export interface CloseAll {
  view: Pick<View, 'texts' | 'busy'>;
  /** How many other sessions are live. */
  others: number;
  closeAll(): void;
}

/** Whoever panics looks at the top: from so many others on the button is there, too. */
const longList = 5;

export function closeAllOnTop(shown: CloseAll) {
  return shown.others < longList ? nothing : html`<div class="top">${closeAllButton(shown)}</div>`;
}

function closeAllButton({ view: { texts, busy }, others: count, closeAll: act }: CloseAll) {
  const label = fill(texts.closeAll, { count });
  return button({ label, part: 'button close-all-button', kind: 'danger all', busy, act });
}

export function footer({ hasPlaces, ...shown }: CloseAll & { hasPlaces: boolean }) {
  const { others, view } = shown;
  if (others === 1 && !hasPlaces) return nothing;
  return html`<footer part="footer">
    ${others === 0 ? html`<span class="muted">${view.texts.onlyDevice}</span>` : nothing}
    ${others > 1 ? closeAllButton(shown) : nothing}
    ${
      hasPlaces
        ? html`<span class="credit" part="credit"
            >${view.texts.placesBy}
            <a href="https://db-ip.com" target="_blank" rel="noopener">DB-IP</a></span
          >`
        : nothing
    }
  </footer>`;
}
