// The pushes that a device gets, and the notifications that it shows of them.
import { refusalIn, type PushData, type SessionsClient } from '../../../clients/js/src/index.ts';
import type { PushedMessage } from '../outbox.ts';
import type { Fact } from './facts.ts';
import type { DeviceState, LabNotification } from './keptState.ts';
import { sentenceOf } from './sentenceOf.ts';

const thanksMilliseconds = 4000;

export interface Inbox {
  /** Takes what is for this device; keeps it for later while the device is off. */
  receive(message: PushedMessage): Promise<void>;
  answer(notification: LabNotification, wasMe: boolean): Promise<void>;
  dismiss(notification: LabNotification): void;
}

interface Owner {
  state: DeviceState;
  pushToken: string;
  tell(line: string | null, ...facts: Fact[]): void;
  act(button: string, work: () => Promise<unknown>): Promise<void>;
}

export function makeInbox(client: SessionsClient, { state, pushToken, tell, act }: Owner): Inbox {
  function show(message: PushedMessage): void {
    const { data } = message;
    const others = state.notifications.filter(
      ({ message: shown }) => shown.data['tag'] !== data['tag'],
    );
    state.notifications = [{ message, outcome: null }, ...others];
    if (data['action'] === 'login_alert') tell(null, 'alerted');
  }

  /** An alert that was answered elsewhere has nothing left to ask. */
  function withdraw({ sessionId }: PushData): void {
    state.notifications = state.notifications.filter(
      ({ message, outcome }) => outcome !== null || message.data['sessionId'] !== sessionId,
    );
  }

  function dismiss(notification: LabNotification): void {
    state.notifications = state.notifications.filter((other) => other !== notification);
    tell(null);
  }

  return {
    async receive(message) {
      if (message.token !== pushToken) return;
      if (state.isOff) {
        state.waiting.push(message);
        tell(null);
        return;
      }
      const { data } = message;
      tell(`push: ${data['action'] ?? ''}`);
      if (data['title'] !== undefined) show(message);
      if (data['action'] === 'login_answered') withdraw(data);
      try {
        await client.handlePush(data);
      } catch (error) {
        if (!state.wipesNothing) tell(sentenceOf(error));
      }
      tell(null);
    },

    answer: (notification, wasMe) =>
      act(`${wasMe ? 'yes' : 'no'} ${notification.message.data['tag']}`, async () => {
        try {
          await client.answerAlert(notification.message.data['answerToken'] ?? '', wasMe);
          notification.outcome = wasMe
            ? 'Thank you. The new device is confirmed.'
            : 'That device is signed out. Whoever it was knows the password: change it.';
          tell(wasMe ? 'answered yes' : 'answered no', wasMe ? 'said yes' : 'said no');
          if (wasMe) setTimeout(() => dismiss(notification), thanksMilliseconds);
        } catch (error) {
          notification.outcome = `Not accepted: ${sentenceOf(error)}`;
          tell(`answer refused: ${refusalIn(error)?.reason ?? 'no answer'}`);
        }
      }),

    dismiss,
  };
}
