// The push to the user's other devices after a login on a new device, in the receiver's language.
// Alerts of one burst replace each other on the screen; `count` says how many logins one stands for.
import { formatPlace, type Place } from '../place/place.ts';
import { jsonBytesOf, shorten } from '../session/displayText.ts';
import type { LoginSignal, NamedSession, PushReceiver } from '../session/session.ts';
import { fillText, textsFor, type Texts } from '../texts/index.ts';
import { toPushMessage } from './fcmMessage.ts';
import type { WebNotificationAction } from './fcmPayload.ts';
import { nameInMessage } from './nameInMessage.ts';
import type { PushFrame, PushMessage } from './pushMessage.ts';

/** About the new session: the newest, where the alert stands for several. */
export interface LoginAlert extends PushFrame, NamedSession {
  place: Place | null;
  /** What a "no", and a "yes" where `mayConfirm`, is said with; absent where there is nothing to answer. */
  answerToken?: string;
  mayConfirm: boolean;
  signals: readonly LoginSignal[];
  /** Logins that this alert stands for, itself included. */
  count: number;
  /** The first session of those: alerts of one burst replace each other, others stay beside them. */
  burstId: string;
  silent: boolean;
  /** Whether the session has ended already. */
  hasEnded: boolean;
  /** Whether the login came after a change of the account that ended sessions. */
  accountChanged: boolean;
}

/** Tag and collapse key of the alerts of a burst; short enough for the web's `Topic`. */
export function loginAlertTag(burstId: string): string {
  return `login-${burstId}`;
}

/** iOS: the sets of buttons that the app registers, with "yes" and "no" and with "no" only. */
export const loginAlertCategories = { yesOrNo: 'LOGIN_ALERT', noOnly: 'LOGIN_ALERTS' } as const;
/** The ids of the alert's buttons on iOS and the web. */
export const loginAlertActions = { deny: 'deny', confirm: 'confirm' } as const;

// Whatever a geolocation says, the message keeps within FCM's 4096 bytes.
const MAX_PLACE_BYTES = 160;

/**
 * Data: `action, sessionId, pushId, receiverSessionId, answerToken?, title, body`, and always `signals`
 * (a JSON array), `count` (decimal) and `tag`; for Android `denyLabel` and `confirmLabel`;
 * `silent: 'true'` where no sound is wanted. An alert that stands for several logins says "no" only:
 * one "yes" would pass for an answer about all. Without `answerToken` it has no buttons.
 */
export function loginAlertMessage(
  receiver: PushReceiver,
  alert: LoginAlert,
  now: Date,
): PushMessage {
  const { sessionId, answerToken, signals, count, pushId, until } = alert;
  const texts = textsFor(receiver.locale);
  const tag = loginAlertTag(alert.burstId);
  const kind = 'login_alert';
  const urgent = !alert.silent;
  const buttons = answerToken === undefined ? [] : buttonsOf(alert, texts);
  const data = {
    sessionId,
    ...(answerToken !== undefined && { answerToken }),
    signals: JSON.stringify(signals),
    count: String(count),
    tag,
    ...androidLabels(receiver, buttons),
    ...(!urgent && { silent: 'true' }),
  };
  const notification = {
    title: texts.loginAlertTitle,
    body: count === 1 ? bodyOf(alert, texts) : fillText(texts.loginAlertsBody, { count }),
    tag,
    ...(buttons.length > 0 && {
      category: alert.mayConfirm ? loginAlertCategories.yesOrNo : loginAlertCategories.noOnly,
      actions: buttons,
    }),
    // They stand together.
    threadId: kind,
  };
  const push = { kind, pushId, until, data, collapseKey: tag, urgent, notification } as const;
  return toPushMessage(receiver, push, now);
}

/** What the app writes on the buttons that it draws; elsewhere the platform has them. */
function androidLabels(
  { deviceType }: PushReceiver,
  buttons: readonly WebNotificationAction[],
): Record<string, string> {
  if (deviceType !== 'ANDROID') return {};
  return Object.fromEntries(buttons.map(({ action, title }) => [`${action}Label`, title]));
}

/** What is said about one login. */
export type ToldLogin = Pick<
  LoginAlert,
  'deviceName' | 'deviceType' | 'place' | 'signals' | 'hasEnded' | 'accountChanged'
>;

/** The text about one login, as a push and a mail say it. */
export function bodyOf(
  { deviceName, deviceType, place, signals, hasEnded, accountChanged }: ToldLogin,
  texts: Texts,
): string {
  const name = nameInMessage(deviceName, deviceType);
  const where = whereOf(place);
  const [withPlace, withoutPlace] = hasEnded
    ? [texts.loginOverBody, texts.loginOverBodyWithoutPlace]
    : [texts.loginAlertBody, texts.loginAlertBodyWithoutPlace];
  const sentences = [
    fillText(where ? withPlace : withoutPlace, { deviceName: name, ...where }),
    ...(accountChanged ? [texts.accountChanged] : []),
    ...unusualTexts(signals, texts),
  ];
  // Behind a full stop as wide as a letter stands no space.
  const spaced = sentences.map((one) => (/[。？！]$/u.test(one) ? one : `${one} `));
  return spaced.join('').trimEnd();
}

function whereOf(place: Place | null): { place: string; city: string } | null {
  const whole = place && formatPlace(place);
  if (whole === null) return null;
  return {
    place: shorten(whole, MAX_PLACE_BYTES, jsonBytesOf),
    city: shorten(place?.city ?? whole, MAX_PLACE_BYTES, jsonBytesOf),
  };
}

/** One sentence, about the strongest signal: that of a new device is the alert itself. */
function unusualTexts(signals: readonly LoginSignal[], texts: Texts): string[] {
  if (signals.includes('impossible_travel')) return [texts.impossibleTravel];
  return signals.includes('new_country') ? [texts.newCountry] : [];
}

function buttonsOf({ count, mayConfirm }: LoginAlert, texts: Texts): WebNotificationAction[] {
  const title = count === 1 ? texts.denyAction : texts.denyAllAction;
  const deny = { action: loginAlertActions.deny, title };
  const confirm = { action: loginAlertActions.confirm, title: texts.confirmAction };
  return mayConfirm ? [deny, confirm] : [deny];
}
