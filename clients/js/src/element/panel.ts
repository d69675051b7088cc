// The whole screen, from what the element knows at the moment.
import { html, nothing, type TemplateResult } from 'lit';
import type { DeviceSession } from '../core/contract.ts';
import { button } from './button.ts';
import { dialogContent, type DialogActions } from './dialogs.ts';
import { closeAllOnTop, footer } from './footer.ts';
import { groupSessions, timeOf, type Note, type Question, type Said } from './model.ts';
import { directionOf } from './texts/index.ts';
import { shortTime } from './time.ts';
import { endedRow, liveRow, skeleton, type RowActions, type View } from './views.ts';

export interface Panel {
  /** What is said is in one language, with its times and direction; `waits` is found here. */
  view: Omit<View, 'waits'>;
  /** null before the first answer. */
  sessions: readonly DeviceSession[] | null;
  failed: boolean;
  status: Said | null;
  note: Note | null;
  question: Question | null;
  /** In place of the list. */
  screen: ((view: View) => TemplateResult) | null;
  hideEnded: boolean;
  hideCredit: boolean;
  changePasswordUrl: string | undefined;
  /** When an unconfirmed session counts as its owner's, if nobody answers: a time, or days after its sign-in. */
  confirmsAt: number | undefined;
  confirmAfterDays: number;
}

export interface PanelActions {
  ask(question: Question | null): void;
  answer: RowActions['answer'];
  retry(): void;
  changePassword(event: Event): void;
  /** Absent where this device has no way to prove whose it is. */
  proveAlone: (() => void) | undefined;
  dialog: DialogActions;
}

export function panel(shown: Panel, actions: PanelActions): TemplateResult {
  const { failed, status, note, question, screen, changePasswordUrl } = shown;
  const view = viewOf(shown, actions);
  const { texts, locale } = view;
  // No alert is sent to a device that waits for another one.
  const isTold = note && !(screen && note.part === 'unreached');
  return html`<div
    class="panel"
    role="group"
    part="panel"
    aria-labelledby="title"
    lang=${locale}
    dir=${directionOf(locale)}
  >
    ${
      screen
        ? screen(view)
        : html`<header part="header">
            <h2 id="title" part="title" tabindex="-1">${texts.title}</h2>
            <p>${texts.subtitle}</p>
          </header>`
    }
    <div role="status">
      ${navigator.onLine ? nothing : quietLine('offline', texts.offline)}
      ${isTold ? quietLine(`note ${note.part}`, note.text) : nothing}
    </div>
    <div class="status ${status?.kind ?? 'none'}" part="status" role="status" aria-live="polite">
      ${status ? html`<span>${status.text}</span>` : nothing}
      ${
        status?.kind === 'denied' && changePasswordUrl
          ? html`<a
              class="button"
              part="change-password"
              href=${changePasswordUrl}
              @click=${actions.changePassword}
              >${texts.changePassword}</a
            >`
          : nothing
      }
    </div>
    ${
      failed && !screen
        ? html`<p class="note bad" part="error" role="alert">
            <span>${texts.failed}</span>
            ${button({ label: texts.retry, part: 'button retry-button', act: actions.retry })}
          </p>`
        : nothing
    }
    ${screen ? nothing : body(shown, view, actions)}
    <dialog
      part="dialog"
      aria-labelledby="question"
      @close=${actions.dialog.cancel}
      @cancel=${(event: Event) => {
        // What is asked next may be another question.
        event.preventDefault();
        actions.dialog.cancel();
      }}
    >
      ${question === null ? nothing : dialogContent(question, view, actions.dialog)}
    </dialog>
  </div>`;
}

/** In a region that is there before it: what comes together with its region is not read out. */
function quietLine(part: string, text: string) {
  return html`<p class="note" part=${part}>${text}</p>`;
}

const dayMilliseconds = 86_400_000;

function viewOf(
  { view, sessions, confirmsAt, confirmAfterDays }: Panel,
  { proveAlone }: PanelActions,
): View {
  const all = sessions ?? [];
  const now = timeOf(view.now, all);
  const { live, others, isUnconfirmed, hasConfirmedOther } = groupSessions(all);
  if (!isUnconfirmed) return { ...view, now, waits: null };
  const own = live.find(({ isCurrentDevice }) => isCurrentDevice);
  const at = confirmsAt ?? Date.parse(own?.createdAt ?? '') + confirmAfterDays * dayMilliseconds;
  const until = shortTime(at, view.locale, now);
  // With others a proof goes with what is done to them.
  const prove = others === 0 ? proveAlone : undefined;
  return { ...view, now, waits: { until, hasConfirmedOther, prove } };
}

function body(shown: Panel, view: View, actions: PanelActions) {
  const { sessions, failed } = shown;
  if (sessions !== null) return lists(sessions, shown, view, actions);
  return failed ? nothing : skeleton(view.texts);
}

function lists(
  sessions: readonly DeviceSession[],
  { hideCredit, hideEnded }: Panel,
  view: View,
  { ask, answer }: PanelActions,
) {
  const { live, others, ended } = groupSessions(sessions);
  const rows: RowActions = {
    answer,
    close: (session) => ask({ kind: 'close', session }),
    rename: (session) => ask({ kind: 'rename', session }),
  };
  const hasPlaces = live.some(({ location }) => location !== null) && !hideCredit;
  const closeAll = () => ask({ kind: 'closeAll', count: others });
  return html`${closeAllOnTop({ view, others, closeAll })}
    <ul part="list">
      ${live.map((session) => liveRow(session, view, rows))}
    </ul>
    ${footer({ view, others, hasPlaces, closeAll })}
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
