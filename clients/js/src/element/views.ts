// The rows of the list. Each is given the element's texts and what its buttons do.
import { html, nothing, type TemplateResult } from 'lit';
import type { DeviceSession } from '../core/contract.ts';
import { button } from './button.ts';
import { deviceIcon, pencil } from './icons.ts';
import { fill, type SpokenTexts } from './texts/index.ts';
import { exactTime, isActiveNow, relativeTime, shortTime } from './time.ts';

export interface View {
  texts: SpokenTexts;
  locale: string;
  now: number;
  /** While something is on its way, nothing else can be asked. */
  busy: boolean;
  /** Where this device is not confirmed: until when, as it would be said, and what helps before. */
  waits: { until: string; hasConfirmedOther: boolean; prove: (() => void) | undefined } | null;
}

export interface RowActions {
  close(session: DeviceSession): void;
  rename(session: DeviceSession): void;
  answer(session: DeviceSession, wasMe: boolean): void;
}

export function liveRow(session: DeviceSession, view: View, actions: RowActions) {
  const { texts, busy, waits } = view;
  const { isCurrentDevice, deviceName, confirmed } = session;
  const name = (text: string) => `${text}: ${deviceName}`;
  // A device that may not answer is not asked.
  const isAsked = !confirmed && !isCurrentDevice && !waits;
  const rename = {
    ...{ label: pencil, part: 'rename-button', kind: 'quiet', name: name(texts.rename), busy },
    act: () => actions.rename(session),
  };
  const close = {
    ...{ label: texts.close, part: 'button close-button', kind: 'danger', busy },
    ...{ name: name(texts.close), act: () => actions.close(session) },
  };
  return html`<li
    class="row ${isCurrentDevice ? 'current' : ''} ${isAsked ? 'unconfirmed' : ''}"
    part=${isAsked ? 'session unconfirmed' : 'session'}
  >
    ${deviceIcon(session.deviceType)}
    <div>
      <div class="head">
        <div class="name">
          <bdi>${deviceName}</bdi> ${waits || isAsked ? nothing : button(rename)}
        </div>
        ${isCurrentDevice ? badge(texts.thisDevice, '') : nothing}
        ${confirmed ? nothing : badge(texts.newSignIn, 'warning')}
      </div>
      ${facts(session, texts)}
      <div class="meta">${isAsked ? signedIn(session, view) : activity(session, view)}</div>
      ${isCurrentDevice ? waiting(view) : nothing}
    </div>
    ${isCurrentDevice || isAsked ? nothing : html`<div class="actions">${button(close)}</div>`}
    ${isAsked ? question(session, view, actions) : nothing}
  </li>`;
}

function badge(text: string, kind: string) {
  return html`<span class="badge ${kind}" part="badge">${text}</span>`;
}

/** What an unconfirmed device can do: never a way that leads nowhere. */
function waiting({ texts, waits, busy }: View) {
  if (!waits) return nothing;
  const { until, hasConfirmedOther, prove: act } = waits;
  const hint = hasConfirmedOther ? texts.byDevice : fill(texts.newUntil, { time: until });
  return html`<div class="meta hint">${hint}</div>
    ${act ? button({ label: texts.needsTitle, part: 'button prove-button', busy, act }) : nothing}`;
}

function question(session: DeviceSession, { texts, busy }: View, { answer }: RowActions) {
  const id = `question-${session.sessionId}`;
  const deny = {
    ...{ label: texts.deny, part: 'button deny-button', kind: 'danger solid', busy },
    act: () => answer(session, false),
  };
  const confirm = {
    ...{ label: texts.confirm, part: 'button confirm-button', busy },
    act: () => answer(session, true),
  };
  return html`<div class="answer" role="group" aria-labelledby=${id}>
    <strong id=${id}>${texts.question}</strong> ${button(deny)} ${button(confirm)}
  </div>`;
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

function facts(session: DeviceSession, { signedInWith, signals }: SpokenTexts) {
  const { platform, location, appVersion, signInProvider } = session;
  const provider = providers[signInProvider];
  const unusual = session.signals.map((signal) => (signals as Record<string, string>)[signal]);
  const method = provider && fill(signedInWith, { provider });
  return line([platform, appVersion, location, ...unusual, method]);
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

function activity({ lastActiveAt: iso, isCurrentDevice }: DeviceSession, view: View) {
  const { texts, locale, now } = view;
  const isNow = isCurrentDevice || isActiveNow(iso, now);
  const text = isNow
    ? texts.activeNow
    : fill(texts.active, { when: relativeTime(iso, locale, now) });
  return timed(iso, view, isNow ? html`<span class="live">${text}</span>` : text);
}

function signedIn({ createdAt: iso }: DeviceSession, view: View) {
  const { texts, locale, now } = view;
  return timed(iso, view, fill(texts.signedIn, { when: relativeTime(iso, locale, now) }));
}

function timed(iso: string, { locale }: View, text: string | TemplateResult) {
  return html`<time datetime=${iso} title=${exactTime(iso, locale)}>${text}</time>`;
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

export function skeleton(texts: SpokenTexts) {
  const row = html`<li class="row">
    <span class="icon"></span>
    <div>
      <div class="bone long"></div>
      <div class="bone"></div>
    </div>
  </li>`;
  return html`<p class="hidden" role="status">${texts.loading}</p>
    <ul aria-hidden="true">
      ${row}${row}${row}
    </ul>`;
}
