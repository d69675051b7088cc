// The rows of the list. Each is given the element's texts and what its buttons do.
import { html, nothing, type TemplateResult } from 'lit';
import type { DeviceSession } from '../core/contract.ts';
import { deviceIcon, pencil } from './icons.ts';
import { fill, type ElementTexts } from './texts/index.ts';
import { exactTime, isActiveNow, relativeTime, shortTime } from './time.ts';

export interface View {
  texts: ElementTexts;
  locale: string;
  now: number;
  /** While something is on its way, nothing else can be asked. */
  busy: boolean;
}

export interface RowActions {
  close(session: DeviceSession): void;
  rename(session: DeviceSession): void;
  answer(session: DeviceSession, wasMe: boolean): void;
}

export function liveRow(session: DeviceSession, view: View, actions: RowActions) {
  return session.confirmed || session.isCurrentDevice
    ? knownRow(session, view, actions)
    : newcomer(session, view, actions);
}

function knownRow(session: DeviceSession, view: View, actions: RowActions) {
  const { texts, busy } = view;
  const { isCurrentDevice, deviceName, confirmed } = session;
  return html`<li class="row ${isCurrentDevice ? 'current' : ''}" part="session">
    ${deviceIcon(session.deviceType)}
    <div>
      <div class="name">
        <bdi>${deviceName}</bdi>
        <button
          class="quiet"
          part="rename-button"
          aria-label="${texts.rename}: ${deviceName}"
          title=${texts.rename}
          ?disabled=${busy}
          @click=${() => actions.rename(session)}
        >
          ${pencil}
        </button>
        ${
          isCurrentDevice
            ? html`<span class="badge" part="badge">${texts.thisDevice}</span>`
            : nothing
        }
        ${
          confirmed
            ? nothing
            : html`<span class="badge warning" part="badge">${texts.newSignIn}</span>`
        }
      </div>
      ${facts(session)}
      <div class="meta">${activity(session, view)}</div>
      ${confirmed ? nothing : html`<div class="meta hint">${texts.byDevice}</div>`}
    </div>
    ${
      isCurrentDevice
        ? nothing
        : html`<div class="actions">
            <button
              class="danger"
              part="button close-button"
              aria-label="${texts.close}: ${deviceName}"
              ?disabled=${busy}
              @click=${() => actions.close(session)}
            >
              ${texts.close}
            </button>
          </div>`
    }
  </li>`;
}

function newcomer(session: DeviceSession, view: View, actions: RowActions) {
  const { texts, busy, locale, now } = view;
  const when = relativeTime(session.createdAt, locale, now);
  const question = `question-${session.sessionId}`;
  return html`<li class="row unconfirmed" part="session unconfirmed">
    ${deviceIcon(session.deviceType)}
    <div>
      <div class="name">
        <bdi>${session.deviceName}</bdi>
        <span class="badge warning" part="badge">${texts.newSignIn}</span>
      </div>
      ${facts(session)}
      <div class="meta">
        <time datetime=${session.createdAt} title=${exactTime(session.createdAt, locale)}
          >${fill(texts.signedIn, { when })}</time
        >
      </div>
    </div>
    <div class="answer" role="group" aria-labelledby=${question}>
      <strong id=${question}>${texts.question}</strong>
      <button
        class="danger solid"
        part="button deny-button"
        ?disabled=${busy}
        @click=${() => actions.answer(session, false)}
      >
        ${texts.deny}
      </button>
      <button
        part="button confirm-button"
        ?disabled=${busy}
        @click=${() => actions.answer(session, true)}
      >
        ${texts.confirm}
      </button>
    </div>
  </li>`;
}

const providers: Record<string, string> = {
  'google.com': 'Google',
  'apple.com': 'Apple',
  'facebook.com': 'Facebook',
  'github.com': 'GitHub',
  'microsoft.com': 'Microsoft',
  'twitter.com': 'X',
  'yahoo.com': 'Yahoo',
};

function facts({ platform, location, appVersion, signInProvider }: DeviceSession) {
  return line([platform, appVersion, location, providers[signInProvider ?? '']]);
}

/** What is known, side by side; what a device or a place calls itself may run the other way. */
function line(parts: readonly (string | null | undefined)[]) {
  const known = parts.filter(Boolean);
  return known.length === 0 ? nothing : html`<div class="meta">${known.map(fact)}</div>`;
}

/** The dot stands between two facts, outside of both: it is where the page's direction puts it. */
function fact(text: string | null | undefined, at: number) {
  const dot = html`<span class="dot" aria-hidden="true">·</span>`;
  return html`${at === 0 ? nothing : dot}<bdi>${text}</bdi>`;
}

function activity({ lastActiveAt, isCurrentDevice }: DeviceSession, view: View): TemplateResult {
  const { texts, locale, now } = view;
  const isNow = isCurrentDevice || isActiveNow(lastActiveAt, now);
  const when = relativeTime(lastActiveAt, locale, now);
  return html`<time
    class=${isNow ? 'live' : ''}
    datetime=${lastActiveAt}
    title=${exactTime(lastActiveAt, locale)}
    >${isNow ? texts.activeNow : fill(texts.active, { when })}</time
  >`;
}

/** "closed 12:01, the phone confirmed 12:03": what a person wants to know of a lost device. */
export function endedRow(session: DeviceSession, view: View) {
  const { deviceType, deviceName, revokedReason, location } = session;
  const reason = revokedReason ? view.texts.endedBy[revokedReason] : null;
  return html`<li class="row" part="ended-session">
    ${deviceIcon(deviceType)}
    <div>
      <div class="name"><bdi>${deviceName}</bdi></div>
      ${line([reason, location])}
      <div class="meta" part="receipt">${endedText(session, view)}</div>
    </div>
  </li>`;
}

function endedText(session: DeviceSession, { texts, locale, now }: View): string {
  const { revokedAt, revokedReason, logoutConfirmedAt } = session;
  if (!revokedAt) return '';
  const time = shortTime(revokedAt, locale, now);
  if (logoutConfirmedAt) {
    const confirmed = shortTime(logoutConfirmedAt, locale, now);
    return [fill(texts.closedAt, { time }), fill(texts.receipt, { time: confirmed })].join(', ');
  }
  // A device that has signed out by itself, or was not used, has nothing to confirm.
  const isQuiet = revokedReason === 'sign_out' || revokedReason === 'expired';
  return fill(isQuiet ? texts.closedAt : texts.noReceipt, { time });
}

export function skeleton(texts: ElementTexts) {
  return html`<p class="hidden" role="status">${texts.loading}</p>
    <ul aria-hidden="true">
      ${[1, 2, 3].map(
        () =>
          html`<li class="row">
            <span class="icon"></span>
            <div>
              <div class="bone" style="width:60%"></div>
              <div class="bone"></div>
            </div>
          </li>`,
      )}
    </ul>`;
}
