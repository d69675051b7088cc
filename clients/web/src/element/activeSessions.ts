// <active-sessions>: the screen on which people see where their account is signed in, and close it there.
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import type { SessionsClient } from '../core/client.ts';
import type { DeviceSession } from '../core/contract.ts';
import { refusalIn, saysSessionEnded } from '../core/refusal.ts';
import { dialogContent } from './dialogs.ts';
import { footer } from './footer.ts';
import { groupSessions, type Action, type Proof, type Question } from './model.ts';
import { styles } from './styles.ts';
import { en, fill, loadTexts, type ElementTexts } from './texts/index.ts';
import { endedRow, liveRow, skeleton, type View } from './views.ts';

/** What the element needs of a client. */
export type SessionsSource = Pick<
  SessionsClient,
  'list' | 'revoke' | 'revokeOthers' | 'answer' | 'rename' | 'onChanged'
>;

/** Gives an ID token of a sign-in just made by that proof; null where the person gave up. */
export type Reauthenticate = (proof: Proof) => Promise<string | null>;

const tickMilliseconds = 30_000;

export class ActiveSessions extends LitElement {
  static override styles = styles;
  static override properties = {
    client: { attribute: false },
    reauthenticate: { attribute: false },
    texts: { attribute: false },
    locale: { type: String },
    hideEnded: { type: Boolean, attribute: 'hide-ended' },
    hideCredit: { type: Boolean, attribute: 'hide-credit' },
    sessions: { state: true },
    failed: { state: true },
    question: { state: true },
    busy: { state: true },
    status: { state: true },
    spoken: { state: true },
    tick: { state: true },
  };

  /** Where the sessions come from. Nothing is shown before it is set. */
  declare client: SessionsSource | undefined;
  declare reauthenticate: Reauthenticate | undefined;
  /** Words of your own, in place of some or all. */
  declare texts: Partial<ElementTexts> | undefined;
  /** BCP 47; the page's language if absent. */
  declare locale: string | undefined;
  declare hideEnded: boolean;
  declare hideCredit: boolean;

  declare private sessions: DeviceSession[] | null;
  declare private failed: boolean;
  declare private question: Question | null;
  declare private busy: boolean;
  declare private status: { text: string; isBad: boolean } | null;
  declare private spoken: ElementTexts;
  declare private tick: number;

  #disconnect = () => {};
  #stopListening = () => {};
  #asked = 0;

  constructor() {
    super();
    this.hideEnded = false;
    this.hideCredit = false;
    this.sessions = null;
    this.failed = false;
    this.question = null;
    this.busy = false;
    this.status = null;
    this.spoken = en;
    this.tick = Date.now();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const end = new AbortController();
    const { signal } = end;
    const refresh = () => void this.refresh();
    const look = () => {
      if (document.visibilityState === 'visible') refresh();
    };
    addEventListener('online', refresh, { signal });
    addEventListener('offline', () => this.requestUpdate(), { signal });
    document.addEventListener('visibilitychange', look, { signal });
    const timer = setInterval(() => (this.tick = Date.now()), tickMilliseconds);
    signal.addEventListener('abort', () => clearInterval(timer));
    this.#disconnect = () => end.abort();
    if (this.hasUpdated) this.#listen();
    void this.#loadTexts();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#disconnect();
    this.#stopListening();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('client')) this.#listen();
    if (changed.has('locale') || changed.has('texts')) void this.#loadTexts();
  }

  protected override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (this.question !== null && dialog?.open === false) {
      dialog.showModal();
      dialog.querySelector('input')?.select();
    }
    if (this.question === null && dialog?.open) dialog.close();
  }

  /** Asks for the sessions again. Never rejects: what went wrong is shown. */
  async refresh(): Promise<void> {
    const { client, hideEnded } = this;
    if (!client) return;
    const asked = ++this.#asked;
    try {
      const sessions = await client.list({ includeEnded: !hideEnded });
      if (asked !== this.#asked) return;
      this.sessions = sessions;
      this.failed = false;
      this.#tell('sessions-changed', { sessions });
    } catch (error) {
      if (asked !== this.#asked) return;
      this.failed = true;
      this.#tellRefusal(error);
    }
    this.tick = Date.now();
  }

  #listen(): void {
    this.#stopListening();
    this.#stopListening = this.client?.onChanged(() => this.refresh()) ?? (() => {});
    this.sessions = null;
    this.failed = false;
    void this.refresh();
  }

  get #locale(): string {
    return this.locale || document.documentElement.lang || navigator.language;
  }

  async #loadTexts(): Promise<void> {
    this.spoken = { ...(await loadTexts(this.#locale)), ...this.texts };
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #tellRefusal(error: unknown): void {
    const refusal = refusalIn(error);
    if (refusal) this.#tell('call-refused', refusal.details);
  }

  async #do(action: Action, reauthToken?: string): Promise<void> {
    this.busy = true;
    this.status = null;
    try {
      await action.run(reauthToken);
      this.question = null;
      this.status = { text: action.said(), isBad: false };
      this.#tell(action.event.name, action.event.detail);
      await this.refresh();
      await this.updateComplete;
      // The row with the button is gone; without this the focus would be lost.
      this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
    } catch (error) {
      this.#explain(action, error);
    } finally {
      this.busy = false;
    }
  }

  #explain(action: Action, error: unknown): void {
    this.#tellRefusal(error);
    const refusal = refusalIn(error);
    if (refusal?.reason === 'session_unconfirmed') {
      this.question = { kind: 'prove', action, details: refusal.details };
      return;
    }
    this.question = null;
    // The app shows why its own session has ended.
    if (refusal && saysSessionEnded(refusal.reason)) return;
    if (refusal?.reason === 'session_not_found') void this.refresh();
    this.status = { text: this.spoken.callFailed, isBad: true };
  }

  async #prove(action: Action, proof: Proof): Promise<void> {
    this.busy = true;
    const reauthToken = await this.reauthenticate?.(proof).catch(() => null);
    this.busy = false;
    if (reauthToken) await this.#do(action, reauthToken);
  }

  #close(sessionId: string): void {
    const device = this.#nameOf(sessionId);
    void this.#do({
      kind: 'close',
      run: (reauthToken) => this.#client.revoke(sessionId, withProof(reauthToken)),
      said: () => fill(this.spoken.saidClosed, { device }),
      event: { name: 'session-closed', detail: { sessionId } },
    });
  }

  #closeAll(): void {
    const detail = { count: 0 };
    void this.#do({
      kind: 'closeAll',
      run: async (reauthToken) => {
        detail.count = await this.#client.revokeOthers(withProof(reauthToken));
      },
      said: () => fill(this.spoken.saidClosedAll, detail),
      event: { name: 'sessions-closed', detail },
    });
  }

  #answer({ sessionId, deviceName: device }: DeviceSession, wasMe: boolean): void {
    void this.#do({
      kind: 'answer',
      run: (reauthToken) => this.#client.answer(sessionId, wasMe, withProof(reauthToken)),
      said: () => fill(wasMe ? this.spoken.saidConfirmed : this.spoken.saidDenied, { device }),
      event: { name: 'login-answered', detail: { sessionId, wasMe } },
    });
  }

  #rename(sessionId: string, deviceName: string): void {
    void this.#do({
      kind: 'rename',
      run: () => this.#client.rename(sessionId, deviceName),
      said: () => fill(this.spoken.saidRenamed, { device: deviceName }),
      event: { name: 'session-renamed', detail: { sessionId, deviceName } },
    });
  }

  get #client(): SessionsSource {
    if (!this.client) throw new TypeError('<active-sessions> has no client.');
    return this.client;
  }

  #nameOf(sessionId: string): string {
    return this.sessions?.find((session) => session.sessionId === sessionId)?.deviceName ?? '';
  }

  protected override render() {
    const texts = this.spoken;
    const { busy, tick: now, status, question } = this;
    const view: View = { texts, busy, now, locale: this.#locale };
    return html`<div
      class="panel"
      role="group"
      part="panel"
      aria-labelledby="title"
      lang=${this.locale ?? nothing}
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
      ${this.failed ? this.#failure(texts) : nothing}
      ${
        this.sessions === null
          ? this.failed
            ? nothing
            : skeleton(texts)
          : this.#list(this.sessions, view)
      }
      <dialog
        part="dialog"
        aria-labelledby="question"
        @close=${() => (this.question = null)}
        @cancel=${() => (this.question = null)}
      >
        ${question === null ? nothing : dialogContent(question, view, this.#dialogActions)}
      </dialog>
    </div>`;
  }

  get #dialogActions() {
    return {
      cancel: () => (this.question = null),
      close: (sessionId: string) => this.#close(sessionId),
      closeAll: () => this.#closeAll(),
      rename: (sessionId: string, deviceName: string) => this.#rename(sessionId, deviceName),
      prove:
        this.reauthenticate && ((action: Action, proof: Proof) => void this.#prove(action, proof)),
    };
  }

  #failure(texts: ElementTexts) {
    return html`<p class="note bad" part="error" role="alert">
      <span>${texts.failed}</span>
      <button part="button retry-button" @click=${() => this.refresh()}>${texts.retry}</button>
    </p>`;
  }

  #list(sessions: readonly DeviceSession[], view: View) {
    const { texts } = view;
    const { live, others, ended } = groupSessions(sessions);
    const rows = {
      close: (session: DeviceSession) => (this.question = { kind: 'close', session }),
      rename: (session: DeviceSession) => (this.question = { kind: 'rename', session }),
      answer: (session: DeviceSession, wasMe: boolean) => this.#answer(session, wasMe),
    };
    const hasPlaces = live.some(({ location }) => location !== null) && !this.hideCredit;
    return html`<ul part="list">
        ${live.map((session) => liveRow(session, view, rows))}
      </ul>
      ${footer({
        ...{ view, others, hasPlaces },
        closeAll: () => (this.question = { kind: 'closeAll', count: others }),
      })}
      ${
        ended.length === 0 || this.hideEnded
          ? nothing
          : html`<details part="ended">
              <summary>${texts.ended} (${ended.length})</summary>
              <ul>
                ${ended.map((session) => endedRow(session, view))}
              </ul>
            </details>`
      }`;
  }
}

function withProof(reauthToken: string | undefined) {
  return reauthToken === undefined ? {} : { reauthToken };
}

declare global {
  interface HTMLElementTagNameMap {
    'active-sessions': ActiveSessions;
  }
}
