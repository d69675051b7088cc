// Below the list: all others at once, and whose places these are. Nothing where there is neither.
import { html, nothing } from 'lit';
import { fill } from './texts/index.ts';
import type { View } from './views.ts';

export interface Footer {
  view: Pick<View, 'texts' | 'busy'>;
  /** How many other sessions are live. */
  others: number;
  hasPlaces: boolean;
  closeAll(): void;
}

export function footer({ view: { texts, busy }, others, hasPlaces, closeAll }: Footer) {
  if (others === 1 && !hasPlaces) return nothing;
  return html`<footer part="footer">
    ${others === 0 ? html`<span class="muted">${texts.onlyDevice}</span>` : nothing}
    ${
      others > 1
        ? html`<button
            class="danger all"
            part="button close-all-button"
            ?disabled=${busy}
            @click=${closeAll}
          >
            ${fill(texts.closeAll, { count: others })}
          </button>`
        : nothing
    }
    ${
      hasPlaces
        ? html`<span class="credit" part="credit"
            >${texts.placesBy}
            <a href="https://db-ip.com" target="_blank" rel="noopener">DB-IP</a></span
          >`
        : nothing
    }
  </footer>`;
}
