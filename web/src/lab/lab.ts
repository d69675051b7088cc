// The device lab: a few simulated devices side by side, on the emulators. One person plays everybody.
import { html, LitElement, nothing } from 'lit';
import '../../../clients/js/src/element/index.ts';
import type { Environment } from '../environment.ts';
import { readPushes } from '../outbox.ts';
import { testUsers } from '../users.ts';
import { endedText } from '../page/endedText.ts';
import { makeLabDevice, type LabDevice } from './device.ts';
import { models } from './models.ts';
import { notificationView } from './notification.ts';
import { stories } from './stories.ts';
import { styles } from './styles.ts';

const fewest = 2;
const settleMilliseconds = 1500;

class DeviceLab extends LitElement {
  static override styles = styles;
  static override properties = { devices: { state: true }, story: { state: true } };

  declare private devices: LabDevice[];
  declare private story: number;
  readonly #environment: Environment;

  constructor(environment: Environment) {
    super();
    this.#environment = environment;
    this.devices = [];
    this.story = 0;
    for (let at = 0; at < 3; at++) this.#add();
    readPushes(environment.endpoints, (message) =>
      Promise.all(this.devices.map((device) => device.receive(message))),
    );
  }

  #add(): void {
    const at = this.devices.length;
    const model = models[at];
    if (!model) return;
    const device =
      this.#made[at] ?? makeLabDevice(this.#environment, model, at, () => this.#changed());
    this.#made[at] = device;
    this.devices = [...this.devices, device];
  }
  readonly #made: LabDevice[] = [];

  /** Whatever happens on one device may change what the others list, a receipt a moment later. */
  #changed(): void {
    this.requestUpdate();
    clearTimeout(this.#refreshing);
    this.#refreshing = setTimeout(() => {
      for (const element of this.renderRoot.querySelectorAll('active-sessions')) {
        void element.refresh();
      }
    }, settleMilliseconds);
  }
  #refreshing: ReturnType<typeof setTimeout> | undefined;

  async #startOver(): Promise<void> {
    await Promise.all(
      this.#made.map(async (device) => {
        device.isOff = false;
        if (device.user) await device.client.signOut({ forget: true });
      }),
    );
    location.reload();
  }

  protected override render() {
    return html`<header>
        <div>
          <h1>Device lab</h1>
          <p>
            Simulated devices on your emulators. Pushes arrive as they would on the platform;
            nothing leaves this machine. <a href="/page">The page of one device</a>
          </p>
        </div>
        <div class="tools">
          <button ?disabled=${this.devices.length === models.length} @click=${() => this.#add()}>
            Add a device
          </button>
          <button
            ?disabled=${this.devices.length <= fewest}
            @click=${() => (this.devices = this.devices.slice(0, -1))}
          >
            Remove one
          </button>
          <button @click=${() => this.#startOver()}>Start over</button>
        </div>
      </header>
      ${this.#stories()}
      <div class="devices">${this.devices.map((device) => this.#device(device))}</div>`;
  }

  #stories() {
    return html`<section class="stories" aria-label="Stories to play">
      <div class="tabs" role="group" aria-label="Choose a story">
        ${stories.map(
          ({ title }, at) =>
            html`<button aria-pressed=${at === this.story} @click=${() => (this.story = at)}>
              ${title}
            </button>`,
        )}
      </div>
      <ol>
        ${stories[this.story]?.steps.map((step) => html`<li>${step}</li>`)}
      </ol>
    </section>`;
  }

  #device(device: LabDevice) {
    const { model, isOff, notifications } = device;
    return html`<article class="device" aria-label=${model.deviceName}>
      <h2>${model.deviceName} <small>${model.platform}</small></h2>
      <div class="frame ${model.deviceType.toLowerCase()}">
        <div class="screen ${isOff ? 'off' : ''}">
          ${
            isOff
              ? html`<p class="dark">Off</p>`
              : html`<div class="notifications" aria-live="polite">
                    ${notifications.map((notification) => notificationView(device, notification))}
                  </div>
                  ${this.#app(device)}`
          }
        </div>
      </div>
      ${this.#switches(device)}
      <ul class="log" aria-label="What happened on ${model.deviceName}">
        ${device.log.map((line) => html`<li>${line}</li>`)}
      </ul>
    </article>`;
  }

  #app(device: LabDevice) {
    const { user, hasData, ended, client, wipesNothing } = device;
    if (user === null && !(hasData && wipesNothing)) return this.#signIn(device, ended);
    return html`<div class="bar">
        <strong>${user?.displayName ?? 'Alice'}</strong>
        <span>${hasData ? 'data on this device' : ''}</span>
        ${
          user
            ? html`<button @click=${() => device.signOut(false)}>Sign out</button>
                <button
                  title="Sign out, and forget the device"
                  @click=${() => device.signOut(true)}
                >
                  Forget
                </button>`
            : nothing
        }
      </div>
      ${ended ? html`<p class="refused" role="alert">The server refuses every call.</p>` : nothing}
      ${hasData || ended ? nothing : html`<p class="opening" role="status">Opening the session …</p>`}
      ${hasData ? html`<active-sessions .client=${client}></active-sessions>` : nothing}`;
  }

  #signIn(device: LabDevice, ended: LabDevice['ended']) {
    const why = ended && endedText(ended);
    return html`<div class="sign-in">
      ${
        why
          ? html`<div class="why" role="alert">
              <strong>${why.title}</strong>
              <p>${why.text}</p>
            </div>`
          : nothing
      }
      <h3>Sign in</h3>
      ${testUsers.map(
        ({ name, email }) =>
          html`<button class="primary" @click=${() => device.signIn(email)}>${name}</button>`,
      )}
    </div>`;
  }

  #switches(device: LabDevice) {
    const change = (run: (on: boolean) => unknown) => (event: Event) => {
      void run((event.target as HTMLInputElement).checked);
      this.requestUpdate();
    };
    const toggle = (label: string, on: boolean, run: (on: boolean) => unknown) =>
      html`<label
        ><input type="checkbox" role="switch" .checked=${on} @change=${change(run)} />
        ${label}</label
      >`;
    return html`<fieldset>
      <legend>${device.model.deviceName}</legend>
      ${toggle('phone is off', device.isOff, (on) => device.setOff(on))}
      ${toggle('app wipes nothing', device.wipesNothing, (on) => (device.wipesNothing = on))}
      ${toggle('other country', device.isAbroad, (on) => (device.isAbroad = on))}
    </fieldset>`;
  }
}

export function open(environment: Environment): HTMLElement {
  if (!customElements.get('device-lab')) customElements.define('device-lab', DeviceLab);
  return new DeviceLab(environment);
}
