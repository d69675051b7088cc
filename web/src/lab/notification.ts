// A push as the platform of its receiver would draw it, with working buttons.
import { html, nothing } from 'lit';
import { languages } from '../../../functions/src/domain/texts/index.ts';
import type { PushedMessage } from '../outbox.ts';
import { workingButton } from './button.ts';
import type { LabDevice } from './device.ts';
import type { LabNotification } from './keptState.ts';

interface Button {
  action: string;
  title: string;
}

const platformNames = { IOS: 'iOS', ANDROID: 'Android', WEB: 'Chrome' };

export function notificationView(device: LabDevice, notification: LabNotification) {
  const { deviceType } = device.model;
  const { message, outcome } = notification;
  const { title, body, tag } = message.data;
  return html`<div
    class="notification ${deviceType.toLowerCase()}"
    role="group"
    aria-label="Notification on ${device.model.deviceName}"
  >
    <div class="from">
      <span class="app" aria-hidden="true"></span> Your app · ${platformNames[deviceType]} · now
      <button class="x" aria-label="Dismiss" @click=${() => device.dismiss(notification)}>✕</button>
    </div>
    <strong>${title}</strong>
    <p>${body}</p>
    ${
      outcome === null
        ? html`<div class="buttons">
            ${buttonsOf(message, device).map(({ action, title: label }) => {
              const wasMe = action === 'confirm';
              return workingButton(device, `${wasMe ? 'yes' : 'no'} ${tag}`, {
                label,
                run: () => device.answer(notification, wasMe),
              });
            })}
          </div>`
        : html`<p class="outcome" role="status">${outcome}</p>`
    }
    ${
      outcome === null && message.data['answerToken'] === undefined
        ? html`<p class="outcome">Open the app to review your sessions.</p>`
        : nothing
    }
  </div>`;
}

/** Android apps draw what the push says; iOS apps have registered theirs by category; browsers draw. */
function buttonsOf({ data, apns, webpush }: PushedMessage, { model }: LabDevice): Button[] {
  if (data['answerToken'] === undefined) return [];
  switch (model.deviceType) {
    case 'ANDROID':
      return [
        { action: 'deny', title: data['denyLabel'] ?? '' },
        { action: 'confirm', title: data['confirmLabel'] ?? '' },
      ].filter(({ title }) => title !== '');
    case 'WEB':
      return webpush?.notification?.actions ?? [];
    case 'IOS': {
      const { denyAction = '', confirmAction = '' } = languages.get(model.locale) ?? {};
      const deny = { action: 'deny', title: denyAction };
      const isOne = apns?.payload.aps.category === 'LOGIN_ALERT';
      return isOne ? [deny, { action: 'confirm', title: confirmAction }] : [deny];
    }
  }
}
