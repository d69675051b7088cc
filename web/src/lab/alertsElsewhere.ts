// Alerts on devices that are scrolled out of sight: they are shown where the person is looking.
import { html, nothing } from 'lit';
import type { LabDevice } from './device.ts';

/** Watches which devices' notifications are on the screen. */
export interface Sight {
  /** To be called after each drawing. */
  watch(root: ParentNode): void;
  sees(device: LabDevice): boolean;
}

const enough = 0.4;

export function makeSight(changed: () => void): Sight {
  const seen = new Set<string>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries) {
        const name = (target as HTMLElement).dataset['device'] ?? '';
        if (intersectionRatio >= enough) seen.add(name);
        else seen.delete(name);
      }
      changed();
    },
    { threshold: [0, enough] },
  );
  const watched = new Set<Element>();
  return {
    watch(root) {
      const present = new Set(root.querySelectorAll('.notifications'));
      for (const element of watched) {
        if (present.has(element)) continue;
        observer.unobserve(element);
        watched.delete(element);
      }
      for (const element of present) {
        if (watched.has(element)) continue;
        observer.observe(element);
        watched.add(element);
      }
    },
    sees: ({ name }) => seen.has(name),
  };
}

/** The newest unanswered alert of each such device, with a way there. */
export function alertsElsewhereView(
  devices: readonly LabDevice[],
  sight: Sight,
  show: (device: LabDevice) => void,
) {
  const hidden = devices.filter(
    (device) =>
      !device.state.isOff &&
      !sight.sees(device) &&
      device.state.notifications.some(({ outcome }) => outcome === null),
  );
  return html`<div class="elsewhere" role="status">
    ${hidden.map((device) => {
      const [newest] = device.state.notifications;
      return html`<div class="notification">
        <strong>${device.model.deviceName}: ${newest?.message.data['title'] ?? nothing}</strong>
        <p>${newest?.message.data['body']}</p>
        <button class="primary" @click=${() => show(device)}>
          Show ${device.model.deviceName}
        </button>
      </div>`;
    })}
  </div>`;
}
