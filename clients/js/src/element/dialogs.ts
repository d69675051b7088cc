// What the element asks before it acts, and what it offers where the server wants a proof first.
import { html, nothing, type TemplateResult } from 'lit';
import type { DeviceSession, RefusalDetails } from '../core/contract.ts';
import type { Action, Proof, Question } from './model.ts';
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
      return confirmation(view, actions, {
        title: fill(texts.closeTitle, { device: session.deviceName }),
        body: texts.closeBody,
        label: texts.close,
        act: () => actions.close(session),
      });
    }
    case 'closeAll':
      return confirmation(view, actions, {
        title: texts.closeAllTitle,
        body: fill(texts.closeAllBody, { count: question.count }),
        label: texts.close,
        act: actions.closeAll,
      });
    case 'rename':
      return renaming(question.session, view, actions);
    case 'prove':
      return proving(question.action, question.details, view, actions);
  }
}

interface Confirmation {
  title: string;
  body: string;
  label: string;
  act(): void;
}

function confirmation(view: View, actions: DialogActions, it: Confirmation) {
  return html`<h3 id="question">${it.title}</h3>
    <p>${it.body}</p>
    <div class="actions">
      ${cancelButton(view, actions)}
      <button
        class="danger solid"
        part="button dialog-confirm"
        ?disabled=${view.busy}
        @click=${it.act}
      >
        ${it.label}
      </button>
    </div>`;
}

function renaming(session: DeviceSession, view: View, actions: DialogActions) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const name = new FormData(event.target as HTMLFormElement).get('name');
    if (typeof name === 'string' && name.trim() !== '') actions.rename(session, name.trim());
  };
  return html`<form @submit=${submit}>
    <h3 id="question">${view.texts.rename}</h3>
    <label
      >${view.texts.nameLabel}
      <input name="name" maxlength="100" required autocomplete="off" .value=${session.deviceName} />
    </label>
    <div class="actions">
      ${cancelButton(view, actions)}
      <button class="primary" part="button dialog-confirm" type="submit" ?disabled=${view.busy}>
        ${view.texts.save}
      </button>
    </div>
  </form>`;
}

function proving(action: Action, details: RefusalDetails, view: View, actions: DialogActions) {
  const { texts, locale, now } = view;
  const { confirmBy = [], retryAfterSeconds } = details;
  const time =
    retryAfterSeconds === undefined ? null : shortTime(now + retryAfterSeconds * 1000, locale, now);
  const hints = [
    ...(confirmBy.includes('other_device') ? [texts.byDevice] : []),
    ...(time === null ? [] : [fill(texts.byTime, { time })]),
  ];
  const { prove } = actions;
  const button = (proof: Proof, label: string): TemplateResult | typeof nothing =>
    prove && confirmBy.includes(proof)
      ? html`<button
          class="primary"
          part="button dialog-confirm"
          ?disabled=${view.busy}
          @click=${() => prove(action, proof)}
        >
          ${label}
        </button>`
      : nothing;
  return html`<h3 id="question">${texts.needsTitle}</h3>
    <p role="alert">${action.kind === 'answer' ? texts.refusedAnswer : texts.needsBody}</p>
    ${hints.map((hint) => html`<p>${hint}</p>`)}
    <div class="actions">
      ${cancelButton(view, actions)} ${button('second_factor', texts.byFactor)}
      ${button('other_provider', texts.byProvider)}
    </div>`;
}

function cancelButton({ texts }: View, { cancel }: DialogActions) {
  return html`<button type="button" part="button dialog-cancel" @click=${cancel}>
    ${texts.cancel}
  </button>`;
}
