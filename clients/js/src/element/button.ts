// One button for the whole screen.
import { html, nothing } from 'lit';

export interface Button {
  label: unknown;
  part: string;
  kind?: string;
  /** Said in place of the label, where several buttons have the same. */
  name?: string;
  busy?: boolean;
  /** A button without an act sends its form. */
  act?: (() => void) | undefined;
}

/** A button that cannot be used keeps the focus, so it is not `disabled`; nor does it send its form. */
const refuse = (event: Event) => event.preventDefault();

export function button({ label, part, kind, name, busy = false, act }: Button) {
  return html`<button
    type=${act ? 'button' : 'submit'}
    class=${kind ?? nothing}
    part=${part}
    aria-label=${name ?? nothing}
    aria-disabled=${busy}
    @click=${busy ? refuse : act}
  >
    ${label}
  </button>`;
}
