// The device lab: a few simulated devices side by side, on the emulators. One person plays everybody.
import { html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import '../../../clients/js/src/element/index.ts';
import type { Environment } from '../environment.ts';
import { readPushes, type PushedMessage } from '../outbox.ts';
import { alertsElsewhereView, makeSight } from './alertsElsewhere.ts';
import { makeLabDevice, type LabDevice } from './device.ts';
import { deviceStyles } from './deviceStyles.ts';
import { deviceView } from './deviceView.ts';
import type { Facts } from './facts.ts';
import { modelNames, type ModelName } from './models.ts';
import { notificationStyles } from './notificationStyles.ts';
import { clearKept, erasePeople, labId, makePeople, peopleOf, type Person } from './people.ts';
import { stories, type Story } from './stories.ts';
import { storyView } from './storyView.ts';
import { styles } from './styles.ts';
import { makeWarming } from './warming.ts';

/** A device keeps its elements when another story sets it elsewhere. */
const byName = ({ name }: LabDevice) => name;
const settleMilliseconds = 1500;
/** What a new beginning does not touch. */
const storyKey = 'labStory';
const anewKey = 'labBeginsAnew';
const positionKey = 'labOutbox';

class DeviceLab extends LitElement {
  static override styles = [styles, notificationStyles, deviceStyles];

  readonly #environment: Environment;
  readonly #people: Person[];
  readonly #devices = new Map<ModelName, LabDevice>();
  readonly #warming = makeWarming(() => this.requestUpdate());
  readonly #sight = makeSight(() => this.requestUpdate());
  #story: Story;
  #shown: ModelName[];
  /** Functions that the emulator could not start, or takes long to. */
  readonly #troubles = new Map<string, string>();
  #isStartingOver = false;
  #refreshing: ReturnType<typeof setTimeout> | undefined;

  constructor(environment: Environment, people: Person[], isNew: boolean) {
    super();
    this.#environment = environment;
    this.#people = people;
    for (const name of modelNames) {
      const surroundings = {
        isNew,
        warming: this.#warming,
        changed: () => this.#changed(),
      };
      this.#devices.set(name, makeLabDevice(environment, name, surroundings));
    }
    const title = sessionStorage.getItem(storyKey);
    this.#story = stories.find((story) => story.title === title) ?? stories[0]!;
    this.#shown = this.#story.devices;
    readPushes(environment.endpoints, (message) => this.#receive(message), {
      positionKey,
      lateFor: 'lab',
    });
  }

  get #visible(): LabDevice[] {
    return this.#shown.map((name) => this.#devices.get(name)!);
  }

  async #receive(message: PushedMessage): Promise<void> {
    if (message.token !== 'lab') {
      await Promise.all([...this.#devices.values()].map((device) => device.receive(message)));
      return;
    }
    const { data } = message;
    const { action = '', name = '' } = data;
    this.#warming.hear(data);
    if (!action.startsWith('function_')) return;
    this.#troubles.delete(name);
    if (action !== 'function_started') this.#troubles.set(name, action);
    this.requestUpdate();
  }

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

  #choose(story: Story): void {
    this.#story = story;
    this.#shown = story.devices;
    sessionStorage.setItem(storyKey, story.title);
    this.requestUpdate();
  }

  async #startOver(): Promise<void> {
    this.#isStartingOver = true;
    this.requestUpdate();
    await erasePeople(this.#environment, labId());
    // The next page clears what is kept: the devices of this one still write, for they are being signed out.
    localStorage.setItem(anewKey, 'true');
    location.reload();
  }

  #show({ name }: LabDevice): void {
    const device = this.renderRoot.querySelector<HTMLElement>(`#${name}`);
    device?.scrollIntoView({ block: 'start' });
    device?.querySelector<HTMLElement>('.notification button:not(.x)')?.focus();
  }

  protected override updated(): void {
    this.#sight.watch(this.renderRoot);
  }

  protected override render() {
    const more = modelNames.find((name) => !this.#shown.includes(name));
    const facts = Object.fromEntries(
      [...this.#devices].map(([name, { state }]) => [name, state.facts]),
    ) as Facts;
    const surface = { people: this.#people, starting: this.#warming.left };
    const devices = this.#visible;
    return html`<header>
        <div>
          <h1>Device lab</h1>
          <p>
            Simulated devices on your emulators. Pushes arrive as they would on the platform;
            nothing leaves this machine. <a href="/page">The page of one device</a>
          </p>
        </div>
        <div class="tools">
          <button
            ?disabled=${more === undefined}
            @click=${() => {
              if (more) this.#shown = [...this.#shown, more];
              this.requestUpdate();
            }}
          >
            Add a device
          </button>
          <button
            aria-busy=${this.#isStartingOver}
            ?disabled=${this.#isStartingOver}
            @click=${() => this.#startOver()}
          >
            Start over
          </button>
        </div>
      </header>
      ${this.#notices()}
      ${storyView(this.#story, {
        facts,
        choose: (story) => this.#choose(story),
        startOver: () => void this.#startOver(),
      })}
      <div class="devices">${repeat(devices, byName, (device) => deviceView(device, surface))}</div>
      ${alertsElsewhereView(devices, this.#sight, (device) => this.#show(device))}`;
  }

  #notices() {
    const { left } = this.#warming;
    return html`${
      left.length === 0
        ? nothing
        : html`<p class="notice" role="status">
            The emulator is starting its functions, ${left.length} more. Until then the first taps
            take a while.
          </p>`
    }
    ${[...this.#troubles].map(
      ([name, action]) =>
        html`<p class="notice refused" role="alert">
          ${
            action === 'function_slow'
              ? `The emulator is still starting ${name}: this machine is busy. What was asked of it comes later.`
              : `The emulator could not start ${name}: its process ended. What was asked of it is lost; do it again.`
          }
        </p>`,
    )}`;
  }
}

export async function open(environment: Environment): Promise<HTMLElement> {
  const people = peopleOf(labId());
  // Where the emulator knows none of them, what this browser keeps is about an emulator that is gone.
  const isNew = (await makePeople(environment, people)) || localStorage.getItem(anewKey) !== null;
  if (isNew) clearKept();
  localStorage.removeItem(anewKey);
  if (!customElements.get('device-lab')) customElements.define('device-lab', DeviceLab);
  return new DeviceLab(environment, people, isNew);
}
