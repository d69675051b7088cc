// The push to the user's other devices after a login on a new device, in the receiver's language.
// Alerts of one burst replace each other on the screen; `count` says how many logins one stands for.
import { formatPlace, type Place } from '../place/place.ts';
import { nameInMessage } from './nameInMessage.ts';
import { truncateToBytes } from './truncate.ts';
import type { PushMessage } from './pushMessage.ts';
import { visibleMessage, type WebNotificationAction } from './fcmMessage.ts';
import type { DeviceType, PushReceiver } from '../session/session.ts';
import { fillText } from '../texts/fillText.ts';
import { textsFor, type Texts } from '../texts/index.ts';

/** What is unusual about a login. */
export type LoginSignal = 'new_device' | 'new_country' | 'impossible_travel';

export interface LoginAlert {
  /** The new session: the newest, where the alert stands for several. */
  sessionId: string;
  deviceName: string;
  deviceType: DeviceType;
  place: Place | null;
  answerToken?: string;
  signals: readonly LoginSignal[];
  /** Logins that this alert stands for, itself included. */
  count: number;
  /** The first session of those: alerts of one burst replace each other, others stay beside them. */
  burstId: string;
  silent: boolean;
}

/** Tag and collapse key of the alerts of a burst; short enough for the web's `Topic`. */
export function loginAlertTag(burstId: string): string {
  return `login-${burstId}`;
}

/** Thread of every login alert: they stand together. */
export const loginAlertThread = 'login_alert';
/** iOS: the category whose buttons carry the ids of `loginAlertActions`. */
export const loginAlertCategory = 'LOGIN_ALERT';
/** The ids of the alert's buttons on iOS and the web. */
export const loginAlertActions = { deny: 'deny', confirm: 'confirm' } as const;

// Whatever a geolocation says, the message keeps within FCM's 4096 bytes.
const MAX_PLACE_BYTES = 160;

/**
 * Data: `action, sessionId, answerToken?, title, body`, and always `signals` (a JSON array), `count`
 * (decimal) and `tag`; for Android `denyLabel` and `confirmLabel`; `silent: 'true'` where no sound is wanted. An alert that stands for several
 * logins has no buttons, for one answer would pass for an answer about all: a tap opens the app.
 */
export function loginAlertMessage(
  receiver: PushReceiver,
  alert: LoginAlert,
  now: Date,
): PushMessage {
  const { sessionId, answerToken, signals, count, burstId, silent } = alert;
  const tag = loginAlertTag(burstId);
  const texts = textsFor(receiver.locale);
  const single = count === 1;
  return {
    kind: 'login_alert',
    sessionId: receiver.sessionId,
    message: visibleMessage(
      receiver,
      {
        data: {
          action: 'login_alert',
          sessionId,
          ...(answerToken !== undefined && { answerToken }),
          signals: JSON.stringify(signals),
          count: String(count),
          tag,
          ...(single && androidLabels(receiver, texts)),
          ...(silent && { silent: 'true' }),
        },
        title: texts.loginAlertTitle,
        body: single ? bodyOf(alert, texts) : fillText(texts.loginAlertsBody, { count }),
        tag,
        collapseKey: tag,
        ...(single && { category: loginAlertCategory, actions: actionsOf(texts) }),
        threadId: loginAlertThread,
        silent,
      },
      now,
    ),
  };
}

/** What the app writes on the buttons that it draws; elsewhere the platform has them. */
function androidLabels({ deviceType }: PushReceiver, texts: Texts): Record<string, string> {
  return deviceType === 'ANDROID'
    ? { denyLabel: texts.denyAction, confirmLabel: texts.confirmAction }
    : {};
}

function bodyOf({ deviceName, deviceType, place, signals }: LoginAlert, texts: Texts): string {
  const name = nameInMessage(deviceName, deviceType);
  const where = placeText(place, texts);
  const question =
    where === null
      ? fillText(texts.loginAlertBodyWithoutPlace, { deviceName: name })
      : fillText(texts.loginAlertBody, { deviceName: name, place: where });
  const unusual = unusualText(signals, texts);
  return unusual === null ? question : `${question}${texts.sentenceSeparator}${unusual}`;
}

function placeText(place: Place | null, texts: Texts): string | null {
  if (place === null) return null;
  const text = texts.placeStyle === 'city' && place.city !== null ? place.city : formatPlace(place);
  return text === null ? null : truncateToBytes(text, MAX_PLACE_BYTES);
}

/** One sentence, about the strongest signal: that of a new device is the alert itself. */
function unusualText(signals: readonly LoginSignal[], texts: Texts): string | null {
  if (signals.includes('impossible_travel')) return texts.impossibleTravel;
  return signals.includes('new_country') ? texts.newCountry : null;
}

function actionsOf(texts: Texts): WebNotificationAction[] {
  return [
    { action: loginAlertActions.deny, title: texts.denyAction },
    { action: loginAlertActions.confirm, title: texts.confirmAction },
  ];
}
