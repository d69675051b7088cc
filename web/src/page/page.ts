// The page of one device: sign-in, the sessions, and why one was signed out.
import { html, LitElement, nothing } from 'lit';
import { onAuthStateChanged, signInWithEmailAndPassword, type User } from 'firebase/auth';
import '../../../clients/js/src/element/index.ts';
import {
  createSessionsClient,
  popupReauthentication,
  refusalIn,
  type SessionsClient,
} from '../../../clients/js/src/index.ts';
import { patiently, type Environment } from '../environment.ts';
import { connectEmulatedAuth, openApp, type OpenedApp } from '../firebase.ts';
import { readPushes } from '../outbox.ts';
import { testPassword, testUsers } from '../users.ts';
import { endedText, signInText, type Out } from './endedText.ts';
import { registerForPushes, startWorker } from './pushes.ts';
import { styles } from './styles.ts';

type State =
  | { kind: 'starting' }
  | { kind: 'out'; because: Out | null }
  | { kind: 'in'; user: User }
  | { kind: 'failed' };

/** Nothing else than a new sign-in helps. */
const asksForSignIn = /^(sign_in_required|recent_sign_in_required|account_revived)$/;

class SessionsPage extends LitElement {
  static override styles = styles;
  static override properties = { state: { state: true }, notice: { state: true } };

  declare private state: State;
  declare private notice: string;
  readonly #environment: Environment;
  readonly #firebase: OpenedApp;
  readonly #client: SessionsClient;
  readonly #worker: Promise<ServiceWorkerRegistration | null>;
  #stopWatching = () => {};

  constructor(environment: Environment) {
    super();
    this.state = { kind: 'starting' };
    this.notice = '';
    this.#environment = environment;
    this.#firebase = openApp(environment);
    const { emulators } = environment;
    this.#client = createSessionsClient(this.#firebase.app, {
      issuer: location.origin,
      ...(emulators && { after: patiently }),
    });
    this.#client.onEnded((because) => this.#leave(because));
    this.#worker = startWorker((data) => this.#client.handlePush(data)).catch(() => null);
    onAuthStateChanged(this.#firebase.auth, (user) => void this.#follow(user));
    if (emulators) this.#connectEmulator();
  }

  /** What a developer's console and the tests find in the emulator. */
  #connectEmulator(): void {
    Object.assign(globalThis, { deviceSessions: this.#client });
    const token = `page-${crypto.randomUUID()}`;
    readPushes(this.#environment.endpoints, (message) => {
      if (message.token === token) void this.#client.handlePush(message.data);
    });
    this.#emulatedPushToken = token;
  }
  #emulatedPushToken: string | undefined;

  async #follow(user: User | null): Promise<void> {
    if (user === null) {
      this.#stopWatching();
      if (this.state.kind !== 'out') this.state = { kind: 'out', because: null };
      return;
    }
    try {
      const pushToken = this.#emulatedPushToken;
      const { session } = await this.#client.start(pushToken ? { pushToken } : {});
      this.state = { kind: 'in', user };
      void this.#watch(session.sessionId);
      // A session of a new sign-in has no address yet.
      if (this.#environment.vapidKey && globalThis.Notification?.permission === 'granted') {
        void this.#register().catch(() => {});
      }
    } catch (error) {
      this.#explain(error);
    }
  }

  #explain(error: unknown): void {
    const refusal = refusalIn(error);
    // An end has been told by onEnded already.
    if (this.state.kind === 'out' && refusal) return;
    this.state =
      refusal && asksForSignIn.test(refusal.reason)
        ? { kind: 'out', because: { reason: refusal.reason, revokedReason: null } }
        : { kind: 'failed' };
  }

  /** Firestore's SDK is large: it comes when everything else is there. */
  async #watch(sessionId: string): Promise<void> {
    if (this.#environment.emulators) return;
    const { watchSession } = await import('../../../clients/js/src/firestore.ts');
    this.#stopWatching();
    this.#stopWatching = watchSession(this.#firebase.app, this.#client, sessionId);
  }

  #leave(because: Out): void {
    this.notice = '';
    this.state = { kind: 'out', because };
  }

  async #signIn(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const [email, password] = ['email', 'password'].map((name) => form.get(name) as string);
    this.notice = '';
    try {
      const { user } = await signInWithEmailAndPassword(this.#firebase.auth, email!, password!);
      // Of the same user, whose session was replaced elsewhere, Firebase says nothing.
      if (this.state.kind === 'out') await this.#follow(user);
    } catch (error) {
      this.notice = signInText(error);
    }
  }

  async #signOut(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const forget = new FormData(event.target as HTMLFormElement).has('forget');
    await this.#client.signOut({ forget });
    this.state = { kind: 'out', because: null };
  }

  async #register(): Promise<boolean> {
    const worker = await this.#worker;
    if (!worker) return false;
    return await registerForPushes(this.#firebase.app, this.#environment, {
      serviceWorkerRegistration: worker,
      registered: (pushInstallationId) => this.#client.update({ pushInstallationId }),
    });
  }

  async #allowAlerts(): Promise<void> {
    this.notice = (await this.#register())
      ? 'This browser will be told of new sign-ins.'
      : 'This browser allows no notifications of this page.';
  }

  protected override render() {
    const { state } = this;
    const notice = this.notice ? html`<p class="notice" role="status">${this.notice}</p>` : nothing;
    switch (state.kind) {
      case 'starting':
        return html`<p class="center" role="status">One moment …</p>`;
      case 'failed':
        return html`<div class="card" role="alert">
          <h1>The server could not be reached</h1>
          <p>You are still signed in. Check your connection.</p>
          <button @click=${() => this.#follow(this.#firebase.auth.currentUser)}>Try again</button>
        </div>`;
      case 'out':
        return html`${this.#reason(state.because)}
        ${this.#signInForm(notice, state.because === null)}`;
      case 'in':
        return html`${this.#bar(state.user)} ${notice}
          <active-sessions
            .client=${this.#client}
            .reauthenticate=${this.#reauthenticate}
          ></active-sessions>`;
    }
  }

  get #reauthenticate() {
    const { emulators } = this.#environment;
    return popupReauthentication(this.#firebase.app, {
      prepare: (auth) => emulators && connectEmulatedAuth(auth, emulators),
    });
  }

  #reason(because: Out | null) {
    if (because === null) return nothing;
    const { title, text } = endedText(because);
    return html`<div class="card ended" role="alert">
      <h1>${title}</h1>
      <p>${text}</p>
    </div>`;
  }

  #bar(user: User) {
    const { vapidKey } = this.#environment;
    return html`<header>
      <h1>Your account</h1>
      <p>${user.displayName ?? user.email}</p>
      <form @submit=${(event: SubmitEvent) => this.#signOut(event)}>
        ${
          vapidKey
            ? html`<button type="button" @click=${() => this.#allowAlerts()}>Alerts</button>`
            : nothing
        }
        <label><input type="checkbox" name="forget" /> not my computer</label>
        <button>Sign out</button>
      </form>
    </header>`;
  }

  #signInForm(notice: unknown, isAlone: boolean) {
    const [alice] = testUsers;
    const isLocal = this.#environment.emulators !== null;
    return html`<form
      class="card"
      @submit=${(event: SubmitEvent) => this.#signIn(event)}
      aria-label="Sign in"
    >
      ${isAlone ? html`<h1>Sign in</h1>` : html`<h2>Sign in</h2>`}
      <label>
        E-mail
        <input
          name="email"
          type="email"
          required
          autocomplete="username"
          list="users"
          .value=${isLocal ? alice.email : ''}
        />
      </label>
      <label>
        Password
        <input
          name="password"
          type="password"
          required
          autocomplete="current-password"
          .value=${isLocal ? testPassword : ''}
        />
      </label>
      <datalist id="users">
        ${isLocal ? testUsers.map(({ email }) => html`<option value=${email}></option>`) : nothing}
      </datalist>
      ${notice}
      <button class="primary">Sign in</button>
      ${
        isLocal
          ? html`<p class="hint">
              Test users: ${testUsers.map(({ email }) => email).join(', ')}.
              <a href="/">Device lab</a>
            </p>`
          : nothing
      }
    </form>`;
  }
}

export function open(environment: Environment): HTMLElement {
  if (!customElements.get('sessions-page')) customElements.define('sessions-page', SessionsPage);
  return new SessionsPage(environment);
}
