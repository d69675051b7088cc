// The kinds of device, as small drawings that say nothing to a screen reader.
import { svg, html, type TemplateResult } from 'lit';
import type { DeviceType } from '../core/contract.ts';

const drawings: Record<DeviceType, TemplateResult<2>> = {
  IOS: svg`<rect x="6.5" y="2.5" width="11" height="19" rx="3"/><path d="M10.5 5.2h3"/>`,
  ANDROID: svg`<rect x="6.5" y="2.5" width="11" height="19" rx="2"/><circle cx="12" cy="5.4" r=".6"/><path d="M10 18.8h4"/>`,
  WEB: svg`<rect x="3" y="4" width="18" height="12.5" rx="2"/><path d="M3 8h18M9 20h6M12 16.5V20"/>`,
};

export function deviceIcon(type: DeviceType) {
  return html`<span class="icon" part="icon" aria-hidden="true"
    ><svg viewBox="0 0 24 24">${drawings[type]}</svg></span
  >`;
}

export const pencil = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <path d="M4 20h4L19 9l-4-4L4 16v4zM13.5 6.5l4 4" />
</svg>`;
