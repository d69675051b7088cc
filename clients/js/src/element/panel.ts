// The whole screen, from what the element knows at the moment.
import { html, nothing, type TemplateResult } from 'lit';
import type { DeviceSession } from '../core/contract.ts';
import { dialogContent, type DialogActions } from './dialogs.ts';
import { footer } from './footer.ts';
import { groupSessions, type Question } from './model.ts';
import { endedRow, liveRow, skeleton, type RowActions, type View } from './views.ts';

export interface Panel {
  view: View;
  /** The element's own language, if it has one. */
  lang: string | undefined;
  /** null before the first answer. */
  sessions: readonly DeviceSession[] | null;
  failed: boolean;
  status: { text: string; isBad: boolean } | null;
  question: Question | null;
  hideEnded: boolean;
  hideCredit: boolean;
}

export interface PanelActions {
  ask(question: Question | null): void;
  answer: RowActions['answer'];
  retry(): void;
  dialog: DialogActions;
}

export function panel(shown: Panel, actions: PanelActions): TemplateResult {
  const { view, lang, failed, status, question } = shown;
  const { texts } = view;
  return html`<div
    class="panel"
    role="group"
    part="panel"
    aria-labelledby="title"
    lang=${lang ?? nothing}
  >
    <header part="header">
      <h2 id="title" part="title" tabindex="-1">${texts.title}</h2>
      <p>${texts.subtitle}</p>
    </header>
    ${
      navigator.onLine
        ? nothing
        : html`<p class="note" part="offline" role="status">${texts.offline}</p>`
    }
    <div class="status" part="status" role="status" aria-live="polite">
      ${status ? html`<span class=${status.isBad ? 'bad' : ''}>${status.text}</span>` : nothing}
    </div>
    ${
      failed
        ? html`<p class="note bad" part="error" role="alert">
            <span>${texts.failed}</span>
            <button part="button retry-button" @click=${actions.retry}>${texts.retry}</button>
          </p>`
        : nothing
    }
    ${body(shown, actions)}
    <dialog
      part="dialog"
      aria-labelledby="question"
      @close=${() => actions.ask(null)}
      @cancel=${() => actions.ask(null)}
    >
      ${question === null ? nothing : dialogContent(question, view, actions.dialog)}
    </dialog>
  </div>`;
}

function body(shown: Panel, actions: PanelActions) {
  const { sessions, failed, view } = shown;
  if (sessions !== null) return lists(sessions, shown, actions);
  return failed ? nothing : skeleton(view.texts);
}

function lists(
  sessions: readonly DeviceSession[],
  { view, hideCredit, hideEnded }: Panel,
  { ask, answer }: PanelActions,
) {
  const { live, others, ended } = groupSessions(sessions);
  const rows: RowActions = {
    answer,
    close: (session) => ask({ kind: 'close', session }),
    rename: (session) => ask({ kind: 'rename', session }),
  };
  const hasPlaces = live.some(({ location }) => location !== null) && !hideCredit;
  return html`<ul part="list">
      ${live.map((session) => liveRow(session, view, rows))}
    </ul>
    ${footer({
      ...{ view, others, hasPlaces },
      closeAll: () => ask({ kind: 'closeAll', count: others }),
    })}
    ${
      ended.length === 0 || hideEnded
        ? nothing
        : html`<details part="ended">
            <summary>${view.texts.ended} (${ended.length})</summary>
            <ul>
              ${ended.map((session) => endedRow(session, view))}
            </ul>
          </details>`
    }`;
}
