// A button that shows that it works. It keeps the focus meanwhile, so it is never disabled.
import { html, nothing } from 'lit';
import type { LabDevice } from './device.ts';

/** `name` is what the device calls itself busy with. */
export function workingButton(
  { busy }: LabDevice,
  name: string,
  {
    label,
    run,
    look = '',
    title,
  }: { label: string; run: () => unknown; look?: string; title?: string },
) {
  const works = busy === name;
  return html`<button
    class=${look}
    title=${title ?? nothing}
    aria-busy=${works}
    aria-disabled=${busy !== null}
    @click=${run}
  >
    ${label}
  </button>`;
}
