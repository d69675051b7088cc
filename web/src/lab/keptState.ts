// What a simulated device keeps while its page is closed: a phone does not forget its notifications.
import type { Ended } from '../../../clients/js/src/index.ts';
import type { PushedMessage } from '../outbox.ts';
import type { Fact } from './facts.ts';

export interface LabNotification {
  message: PushedMessage;
  /** What became of a tapped button. */
  outcome: string | null;
}

export interface DeviceState {
  /** The app shows its user's things, whatever the server says. */
  hasData: boolean;
  /** Its photos, too: the server gives them to a confirmed session only. */
  hasPhotos: boolean;
  /** Whose they are. */
  owner: string | null;
  ended: Ended | null;
  isOff: boolean;
  wipesNothing: boolean;
  isAbroad: boolean;
  notifications: LabNotification[];
  /** Pushes that came while it was off. */
  waiting: PushedMessage[];
  /** What happened, newest first. */
  log: string[];
  facts: Fact[];
}

export function readState(prefix: string, isAbroad: boolean): DeviceState {
  const fresh: DeviceState = {
    ...{
      hasData: false,
      hasPhotos: false,
      owner: null,
      ended: null,
      isOff: false,
      wipesNothing: false,
      isAbroad,
    },
    ...{ notifications: [], waiting: [], log: [], facts: [] },
  };
  const text = localStorage.getItem(`${prefix}device`);
  return text === null ? fresh : { ...fresh, ...(JSON.parse(text) as Partial<DeviceState>) };
}

export function keepState(prefix: string, state: DeviceState): void {
  localStorage.setItem(`${prefix}device`, JSON.stringify(state));
}

/** As an installation of the app keeps the one that its platform gave it. */
export function storedToken(prefix: string): string {
  const key = `${prefix}pushToken`;
  const token = localStorage.getItem(key) ?? `lab-${crypto.randomUUID()}`;
  localStorage.setItem(key, token);
  return token;
}
