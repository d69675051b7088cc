// A device as it stands on the screen: its frame, what its app shows, its switches and its log.
import { html, nothing } from 'lit';
import { endedText } from '../page/endedText.ts';
import { workingButton } from './button.ts';
import type { LabDevice } from './device.ts';
import { notificationView } from './notification.ts';
import type { Person } from './people.ts';

export interface Surface {
  people: readonly Person[];
  /** What the emulator is starting. */
  starting: readonly string[];
}

export function deviceView(device: LabDevice, surface: Surface) {
  const { model, name, state } = device;
  return html`<article class="device" id=${name} aria-label=${model.deviceName}>
    <h2>${model.deviceName} <small>${model.platform}</small></h2>
    <div class="frame ${model.deviceType.toLowerCase()}">
      <div class="screen ${state.isOff ? 'off' : ''}">
        ${
          state.isOff
            ? html`<p class="dark">Off</p>`
            : html`<div
                class="scroll"
                tabindex="0"
                role="group"
                aria-label=${`Screen of ${model.deviceName}`}
              >
                <div class="notifications" data-device=${name} aria-live="polite">
                  ${state.notifications.map((one) => notificationView(device, one))}
                </div>
                ${appView(device, surface)}
              </div>`
        }
      </div>
    </div>
    ${switchesView(device)}
    <ul class="log" aria-label="What happened on ${model.deviceName}">
      ${state.log.map((line) => html`<li>${line}</li>`)}
    </ul>
  </article>`;
}

function appView(device: LabDevice, surface: Surface) {
  const { user, busy, state } = device;
  const { hasData, owner, ended, wipesNothing } = state;
  const keepsData = ended !== null && wipesNothing && hasData;
  if (!keepsData && (user === null || ended !== null)) return signInView(device, surface);
  return html`<div class="bar">
      <strong>${user?.displayName ?? owner}</strong>
      <span>${hasData ? 'data on this device' : ''}</span>
      ${
        user && !keepsData
          ? html`${workingButton(device, 'out', {
              label: 'Sign out',
              run: () => device.signOut(false),
            })}
            ${workingButton(device, 'forget', {
              label: 'Forget',
              title: 'Sign out, and forget the device',
              run: () => device.signOut(true),
            })}`
          : nothing
      }
    </div>
    ${keepsData ? keptView(owner) : nothing} ${hasData && !keepsData ? openView(device) : nothing}
    ${!hasData && busy !== null ? openingView(surface) : nothing}
    ${!hasData && busy === null ? stoppedView(device) : nothing}`;
}

/** What only a confirmed session gets stands above the list, or the screen on which the device waits for it. */
function openView(device: LabDevice) {
  const { client, waiting, state } = device;
  const photos = state.hasPhotos
    ? html`<div class="kept"><p>${state.owner}’s photos: the sea, the cat</p></div>`
    : workingButton(device, 'photos', { label: 'Photos', run: device.openPhotos });
  return html`${waiting ? nothing : photos}
    <active-sessions .client=${client} .waiting=${waiting}></active-sessions>`;
}

/** An app of a thief: what it has, it keeps. */
function keptView(owner: string | null) {
  return html`<div class="kept">
      <p>${owner}’s messages</p>
      <p>${owner}’s photos</p>
    </div>
    <p class="refused" role="alert">
      <strong>The server refuses every call.</strong> The app shows only what it had loaded before.
    </p>`;
}

function openingView({ starting }: Surface) {
  return html`<p class="opening" role="status">
    ${
      starting.length > 0
        ? `The emulator is starting its functions, ${starting.length} more …`
        : 'Opening the session …'
    }
  </p>`;
}

function stoppedView(device: LabDevice) {
  return html`<div class="sign-in">
    <p role="alert">${device.problem ?? 'The session is not open.'}</p>
    ${workingButton(device, 'start', { label: 'Try again', look: 'primary', run: device.start })}
    ${workingButton(device, 'out', { label: 'Sign out', run: () => device.signOut(false) })}
  </div>`;
}

function signInView(device: LabDevice, surface: Surface) {
  const { state, problem, busy } = device;
  const why = state.ended && endedText(state.ended);
  return html`<div class="sign-in">
    ${
      why
        ? html`<div class="why" role="alert">
            <strong>${why.title}</strong>
            <p>${why.text}</p>
          </div>`
        : nothing
    }
    ${problem === null ? nothing : html`<p class="why" role="alert">${problem}</p>`}
    <h3>Sign in</h3>
    ${surface.people.map((person) =>
      workingButton(device, person.name, {
        label: person.name,
        look: 'primary',
        run: () => device.signIn(person),
      }),
    )}
    ${busy === null ? nothing : openingView(surface)}
  </div>`;
}

function switchesView(device: LabDevice) {
  const { model, state } = device;
  const toggle = (label: string, on: boolean, run: (on: boolean) => unknown) =>
    html`<label
      ><input
        type="checkbox"
        role="switch"
        .checked=${on}
        @change=${({ target }: Event) => run((target as HTMLInputElement).checked)}
      />
      ${label}</label
    >`;
  return html`<fieldset>
    <legend>${model.deviceName}</legend>
    ${toggle(model.offLabel, state.isOff, device.setOff)}
    ${toggle('app wipes nothing', state.wipesNothing, (on) => device.set('wipesNothing', on))}
    ${toggle('in Moscow', state.isAbroad, (on) => device.set('isAbroad', on))}
  </fieldset>`;
}
