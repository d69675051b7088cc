// What the element asks before it acts.
import { html } from 'lit';
import type { DeviceSession } from '../core/contract.ts';
import { button } from './button.ts';
import type { Question } from './model.ts';
import { fill } from './texts/index.ts';
import type { View } from './views.ts';

export interface DialogActions {
  cancel(): void;
  close(session: DeviceSession): void;
  closeAll(): void;
  rename(session: DeviceSession, deviceName: string): void;
}

export function dialogContent(question: Question, view: View, actions: DialogActions) {
  const { texts } = view;
  switch (question.kind) {
    case 'close': {
      const { session } = question;
      const title = fill(texts.closeTitle, { device: session.deviceName });
      return confirmation(view, actions, [title, texts.closeBody, () => actions.close(session)]);
    }
    case 'closeAll': {
      const body = fill(texts.closeAllBody, { count: question.count });
      return confirmation(view, actions, [texts.closeAllTitle, body, actions.closeAll]);
    }
    case 'rename':
      return renaming(question.session, view, actions);
    case 'loaded':
      return question.content(view);
  }
}

const confirmPart = 'button dialog-confirm';

function confirmation(
  { texts, busy }: View,
  { cancel }: DialogActions,
  [title, body, act]: [title: string, body: string, act: () => void],
) {
  return html`<h3 id="question">${title}</h3>
    <p>${body}</p>
    <div class="actions">
      ${cancelButton(texts.cancel, cancel)}
      ${button({ label: texts.close, part: confirmPart, kind: 'danger solid', busy, act })}
    </div>`;
}

function renaming(session: DeviceSession, { texts, busy }: View, actions: DialogActions) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const name = new FormData(event.target as HTMLFormElement).get('name');
    if (typeof name === 'string' && name.trim() !== '') actions.rename(session, name.trim());
  };
  return html`<form @submit=${submit}>
    <h3 id="question">${texts.rename}</h3>
    <label
      >${texts.nameLabel}
      <input name="name" maxlength="100" required autocomplete="off" .value=${session.deviceName} />
    </label>
    <div class="actions">
      ${cancelButton(texts.cancel, actions.cancel)}
      ${button({ label: texts.save, part: confirmPart, kind: 'primary', busy })}
    </div>
  </form>`;
}

function cancelButton(label: string, act: () => void) {
  return button({ label, part: 'button dialog-cancel', act });
}
