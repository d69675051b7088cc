// <active-sessions>: the screen on which people see where their account is signed in, and close it there.
import { LitElement, type PropertyValues } from 'lit';
import type { DeviceSession } from '../core/contract.ts';
import { refusalIn, saysSessionEnded } from '../core/refusal.ts';
import {
  answering,
  closing,
  closingAll,
  renaming,
  type Doing,
  type SessionsSource,
} from './actions.ts';
import type { Action, Proof, Question } from './model.ts';
import { panel } from './panel.ts';
import { styles } from './styles.ts';
import { languageTagOf } from './languageTag.ts';
import { en, loadTexts, type ElementTexts } from './texts/index.ts';
import type { View } from './views.ts';

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
    return languageTagOf(this.locale, document.documentElement.lang, navigator.language);
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

  get #doing(): Doing {
    if (!this.client) throw new TypeError('<active-sessions> has no client.');
    return { source: this.client, texts: this.spoken };
  }

  protected override render() {
    const { sessions, failed, status, question, hideEnded, hideCredit, busy, tick: now } = this;
    const view: View = { texts: this.spoken, busy, now, locale: this.#locale };
    return panel(
      { view, lang: this.locale, sessions, failed, status, question, hideEnded, hideCredit },
      {
        ask: (asked) => (this.question = asked),
        answer: (session, wasMe) => void this.#do(answering(this.#doing, session, wasMe)),
        retry: () => void this.refresh(),
        dialog: {
          cancel: () => (this.question = null),
          close: (session) => void this.#do(closing(this.#doing, session)),
          closeAll: () => void this.#do(closingAll(this.#doing)),
          rename: (session, name) => void this.#do(renaming(this.#doing, session, name)),
          prove: this.reauthenticate && ((action, proof) => void this.#prove(action, proof)),
        },
      },
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'active-sessions': ActiveSessions;
  }
}
