// <active-sessions>: the screen on which people see where their account is signed in, and close it there.
import { LitElement, type PropertyValues } from 'lit';
import type { DeviceSession } from '../core/contract.ts';
import type { EndsSoon } from '../core/keepAlive.ts';
import type { Waiting } from '../core/waiting.ts';
import { fieldsOf, refusalIn, saysSessionEnded } from '../core/refusal.ts';
import {
  answering,
  closing,
  closingAll,
  renaming,
  type Doing,
  type SessionsSource,
} from './actions.ts';
import type { Reauthenticate } from '../popupReauthentication.ts';
import type { Action, Note, Question, Said } from './model.ts';
import { panel, type Panel } from './panel.ts';
import { styles } from './styles.ts';
import { languageTagOf } from './languageTag.ts';
import { parts } from './parts.ts';
import { en, loadTexts, spokenTag, type ElementTexts, type SpokenTexts } from './texts/index.ts';

const tickMilliseconds = 30_000;

export class ActiveSessions extends LitElement {
  static override styles = styles;
  static override properties = {
    client: { attribute: false },
    waiting: { attribute: false },
    reauthenticate: { attribute: false },
    texts: { attribute: false },
    locale: { type: String },
    hideEnded: { type: Boolean, attribute: 'hide-ended' },
    hideCredit: { type: Boolean, attribute: 'hide-credit' },
    changePasswordUrl: { type: String, attribute: 'change-password-url' },
    confirmAfterDays: { type: Number, attribute: 'confirm-after-days' },
    sessions: { state: true },
    failed: { state: true },
    question: { state: true },
    screen: { state: true },
    busy: { state: true },
    status: { state: true },
    note: { state: true },
    spoken: { state: true },
    spokenIn: { state: true },
    confirmsAt: { state: true },
    tick: { state: true },
  };

  /** Where the sessions come from. Nothing is shown before it is set. */
  declare client: SessionsSource | undefined;
  /** What the client's waitForConfirmation has given: the screen to wait on is shown until that is over. */
  declare waiting: Waiting | null | undefined;
  declare reauthenticate: Reauthenticate | undefined;
  /** Words of your own, in place of some or all. */
  declare texts: Partial<ElementTexts> | undefined;
  /** BCP 47; the page's language if absent. */
  declare locale: string | undefined;
  declare hideEnded: boolean;
  declare hideCredit: boolean;
  /** Where a person changes the password: offered after a "No". */
  declare changePasswordUrl: string | undefined;
  /** The param CONFIRM_AFTER_DAYS of the deployment. */
  declare confirmAfterDays: number;

  declare private sessions: DeviceSession[] | null;
  declare private failed: boolean;
  declare private question: Question | null;
  declare private screen: Panel['screen'];
  declare private busy: boolean;
  declare private status: Said | null;
  declare private note: Note | null;
  /** The words, and the language that they are in: loaded together. */
  declare private spoken: SpokenTexts;
  declare private spokenIn: string;
  /** As a refusal has said it, in milliseconds since 1970. */
  declare private confirmsAt: number | undefined;
  declare private tick: number;

  #disconnect = () => {};
  #stopListening = () => {};
  #soon: EndsSoon | null = null;
  #asked = 0;
  #loading = 0;

  constructor() {
    super();
    this.hideEnded = false;
    this.hideCredit = false;
    this.sessions = null;
    this.failed = false;
    this.question = null;
    this.screen = null;
    this.busy = false;
    this.status = null;
    this.note = null;
    this.confirmAfterDays = 7;
    this.spoken = en;
    this.spokenIn = 'en';
    this.tick = Date.now();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const end = new AbortController();
    const { signal } = end;
    const refresh = () => {
      void this.refresh();
      // The words may have been out of reach, too.
      void this.#loadTexts();
    };
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
    if (changed.has('waiting')) void this.#wait();
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
    // What waits asks by itself.
    if (!client || this.screen) return;
    const asked = ++this.#asked;
    try {
      const sessions = await client.list({ includeEnded: !hideEnded });
      if (asked !== this.#asked) return;
      this.sessions = sessions;
      this.failed = false;
      void this.#sayNote();
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
    const { client } = this;
    const stops = [
      client?.onChanged(() => this.refresh()),
      client?.onEndsSoon?.((soon) => {
        this.#soon = soon;
        return this.#sayNote();
      }),
    ];
    this.#stopListening = () => stops.forEach((stop) => stop?.());
    this.#soon = null;
    this.sessions = null;
    this.failed = false;
    void this.refresh();
  }

  async #sayNote(): Promise<void> {
    const soon = this.#soon;
    const isUnreached = /none|dead/.test(`${this.client?.pushes?.()}`);
    const loaded = soon || isUnreached ? await import('./note.ts') : null;
    if (soon !== this.#soon) return;
    const { spoken: texts, spokenIn: locale } = this;
    this.note = loaded && loaded.noteOf(parts, soon, { texts, locale, now: this.#now });
  }

  async #loadTexts(): Promise<void> {
    const { texts } = this;
    const locale = languageTagOf(this.locale, document.documentElement.lang, navigator.language);
    const loading = ++this.#loading;
    const loaded = await loadTexts(locale).catch(() => null);
    if (loading !== this.#loading || !loaded) return;
    this.spoken = { ...loaded, ...withoutGaps(texts) };
    // An app that brings every word brings a language.
    const isOwn = texts && Object.keys(en).every((key) => key in texts);
    this.spokenIn = isOwn ? locale : spokenTag(locale);
  }

  /** False where the page has its own way. */
  #tell(name: string, detail: object): boolean {
    return this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }),
    );
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
      this.status = action.said();
      this.#tell(action.event.name, action.event.detail);
      await this.refresh();
      await this.#focusTitle();
    } catch (error) {
      await this.#explain(action, error, reauthToken !== undefined);
    } finally {
      this.busy = false;
    }
  }

  /** What had the focus is gone; without this the focus would be lost. */
  async #focusTitle(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  async #explain(action: Action, error: unknown, hasFailed: boolean): Promise<void> {
    this.#tellRefusal(error);
    const refusal = refusalIn(error);
    if (refusal?.reason === 'session_unconfirmed') {
      const { details } = refusal;
      const seconds = details.retryAfterSeconds;
      if (seconds !== undefined) this.confirmsAt = this.#now + seconds * 1000;
      const use = (token: string) => this.#do(action, token);
      const proofs = await this.#loadProofs().catch(() => null);
      if (proofs) return proofs.ask(action.kind, details, { isAgain: hasFailed, use });
    }
    this.question = null;
    // The app shows why its own session has ended.
    if (refusal && saysSessionEnded(refusal.reason)) return;
    // Only what the server has refused is known to have changed nothing.
    const isServers = refusal && (!refusal.cause || fieldsOf(refusal.cause)['details']);
    this.status = { text: this.spoken[isServers ? 'callFailed' : 'unanswered'], kind: 'bad' };
    void this.refresh();
  }

  async #loadProofs() {
    const { makeProofFlow } = await import('./proofFlow.ts');
    const set = (shown: object) => void Object.assign(this, shown);
    return makeProofFlow(parts, { reauthenticate: this.reauthenticate, set });
  }

  /** Where the screen cannot be loaded, the list says what helps. */
  async #wait(): Promise<void> {
    const { waiting, client } = this;
    this.screen = null;
    if (!waiting) return;
    const signOut = client?.signOut && (() => client.signOut!());
    void this.#loadProofs().then(
      (proofs) => this.waiting === waiting && proofs.wait(waiting, signOut),
      () => {},
    );
    const isConfirmed = await waiting.done;
    if (this.waiting !== waiting) return;
    const hadFocus = this.matches(':focus-within');
    this.waiting = this.screen = this.question = null;
    if (isConfirmed) {
      this.#tell('session-confirmed', {});
      await this.refresh();
    }
    if (hadFocus) await this.#focusTitle();
  }

  /** Whoever gives up a code is back where it was asked for. */
  #cancel(): void {
    if (this.question?.kind === 'loaded') this.question.cancel();
    else this.question = null;
  }

  get #now(): number {
    return this.client?.now?.() ?? Date.now();
  }

  get #doing(): Doing {
    if (!this.client) throw new TypeError('<active-sessions> has no client.');
    return { source: this.client, texts: this.spoken };
  }

  protected override render() {
    const { sessions, failed, status, note, question, screen, hideEnded, hideCredit } = this;
    const { changePasswordUrl, confirmsAt, confirmAfterDays } = this;
    const view = { texts: this.spoken, locale: this.spokenIn, busy: this.busy, now: this.#now };
    const closeAll = () => void this.#do(closingAll(this.#doing));
    return panel(
      {
        ...{ view, sessions, failed, status, note, question, screen, hideEnded, hideCredit },
        ...{ changePasswordUrl, confirmsAt, confirmAfterDays },
      },
      {
        ask: (asked) => (this.question = asked),
        answer: (session, wasMe) => void this.#do(answering(this.#doing, session, wasMe)),
        retry: () => void this.refresh().then(() => this.#focusTitle()),
        changePassword: (event) => {
          const wanted = this.#tell('change-password', {});
          if (!wanted) event.preventDefault();
        },
        proveAlone: this.reauthenticate && closeAll,
        dialog: {
          cancel: () => this.#cancel(),
          close: (session) => void this.#do(closing(this.#doing, session)),
          closeAll,
          rename: (session, name) => void this.#do(renaming(this.#doing, session, name)),
        },
      },
    );
  }
}

function withoutGaps(texts: Partial<ElementTexts> | undefined): Partial<ElementTexts> {
  const given = Object.entries(texts ?? {}).filter(([, text]) => text !== undefined);
  return Object.fromEntries(given) as Partial<ElementTexts>;
}

declare global {
  interface HTMLElementTagNameMap {
    'active-sessions': ActiveSessions;
  }
}
