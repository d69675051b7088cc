// What the element asks before it acts, and what it offers where the server wants a proof first.
import { html, nothing } from 'lit';
import type { DeviceSession } from '../core/contract.ts';
import type { Proof } from '../popupReauthentication.ts';
import { button } from './button.ts';
import type { Action, Question } from './model.ts';
import { fill } from './texts/index.ts';
import { shortTime } from './time.ts';
import type { View } from './views.ts';

export interface DialogActions {
  cancel(): void;
  close(session: DeviceSession): void;
  closeAll(): void;
  rename(session: DeviceSession, deviceName: string): void;
  /** Absent where the page offers no way to reauthenticate. */
  prove?: ((action: Action, proof: Proof) => void) | undefined;
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
    case 'prove':
      return proving(question, view, actions);
    case 'code':
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

function proving(
  { action, details, hasFailed }: Extract<Question, { kind: 'prove' }>,
  { texts, locale, now, busy }: View,
  { cancel, prove }: DialogActions,
) {
  const { confirmBy = [], retryAfterSeconds } = details;
  const time = shortTime(now + (retryAfterSeconds ?? 0) * 1000, locale, now);
  const labels: Record<Proof, string> = {
    second_factor: texts.byFactor,
    other_provider: texts.byProvider,
  };
  const buttons = (['second_factor', 'other_provider'] as const)
    .filter((proof) => prove && confirmBy.includes(proof))
    .map((proof) => {
      const act = () => prove?.(action, proof);
      return button({ label: labels[proof], part: confirmPart, kind: 'primary', busy, act });
    });
  return html`<h3 id="question">${texts.needsTitle}</h3>
    <p role="alert">${action.kind === 'answer' ? texts.refusedAnswer : texts.needsBody}</p>
    ${confirmBy.includes('other_device') ? html`<p>${texts.byDevice}</p>` : nothing}
    ${retryAfterSeconds === undefined ? nothing : html`<p>${fill(texts.byTime, { time })}</p>`}
    ${hasFailed ? html`<p class="bad" role="alert">${texts.proofFailed}</p>` : nothing}
    <div class="actions">
      ${cancelButton(buttons.length > 0 ? texts.cancel : texts.dismiss, cancel)} ${buttons}
    </div>`;
}

function cancelButton(label: string, act: () => void) {
  return button({ label, part: 'button dialog-cancel', act });
}
