// The message that FCM takes, by the receiver's platform. Sizes, ids and priorities are within FCM's and
// APNs' limits.
import { pushLifetimeSeconds } from '../account/outbox.ts';
import type { DeviceType, PushReceiver } from '../session/session.ts';
import type {
  ApsPayload,
  FcmContent,
  WebNotification,
  WebNotificationAction,
} from './fcmPayload.ts';
import { targetOf } from './fcmPayload.ts';
import type { PushFrame, PushKind, PushMessage } from './pushMessage.ts';

export interface Push extends PushFrame {
  kind: PushKind;
  /** What the app gets, beside what every push says and what a person sees. */
  data: Record<string, string>;
  /**
   * Of the waiting messages with this key a device gets the last only. At most four keys a device; 32
   * characters of base64url at most, for the web's `Topic`.
   */
  collapseKey?: string;
  /**
   * Wakes a sleeping phone at once, which Android takes from apps that use it up in silence. What a person
   * sees makes a sound, and breaks through the person's focus mode.
   */
  urgent: boolean;
  /** What a person sees; without it the push shows nothing, and the app alone sees its data. */
  notification?: Notification;
}

interface Notification {
  title: string;
  body: string;
  /** Replaces what stands on the screen with the same tag; at most 64 bytes, for APNs. */
  tag: string;
  /** iOS: the set of buttons that the app has registered. */
  category?: string;
  /** Web: the buttons. */
  actions?: WebNotificationAction[];
  threadId: string;
}

/**
 * Title and body are in the data too, whatever the platform. On Android they are only there: the tray shows no
 * buttons for notification messages, so the app draws them.
 */
export function toPushMessage(receiver: PushReceiver, push: Push, now: Date): PushMessage {
  const { sessionId, deviceType, pushToken } = receiver;
  const { kind, pushId, notification } = push;
  // By which an app knows a push, and which of its sessions is meant: by then it may have another.
  const data = { action: kind, ...push.data, pushId, receiverSessionId: sessionId };
  const shown = notification && { title: notification.title, body: notification.body };
  const content = contentFor(deviceType, { ...push, data }, now);
  return {
    kind,
    sessionId,
    message: { ...targetOf(pushToken), data: { ...data, ...shown }, ...content },
  };
}

function contentFor(
  deviceType: DeviceType,
  { data, collapseKey, urgent, until, notification }: Push,
  now: Date,
): Omit<FcmContent, 'data'> {
  const lifetimeSeconds = lifetimeSecondsOf(until, now);
  switch (deviceType) {
    case 'ANDROID':
      return {
        android: {
          priority: urgent || notification ? 'high' : 'normal',
          ttl: lifetimeSeconds * 1000,
          ...(collapseKey !== undefined && { collapseKey }),
          ...(urgent && !notification && { directBootOk: true }),
        },
      };
    case 'IOS': {
      const collapseId = notification?.tag ?? collapseKey;
      return {
        apns: {
          headers: {
            'apns-push-type': notification ? 'alert' : 'background',
            // APNs refuses background pushes of any other priority.
            'apns-priority': urgent && notification ? '10' : '5',
            'apns-expiration': String(Math.floor(now.getTime() / 1000) + lifetimeSeconds),
            ...(collapseId !== undefined && { 'apns-collapse-id': collapseId }),
          },
          payload: {
            aps: notification ? alertOf(notification, urgent) : { contentAvailable: true },
          },
        },
      };
    }
    case 'WEB':
      return {
        webpush: {
          // RFC 8030 §5.2 TTL, §5.3 Urgency, §5.4 Topic.
          headers: {
            Urgency: urgent ? 'high' : 'normal',
            TTL: String(lifetimeSeconds),
            ...(collapseKey !== undefined && { Topic: collapseKey }),
          },
          ...(notification && { notification: webNotification(notification, urgent, data) }),
        },
      };
  }
}

/** Whole seconds for which a message is kept: four weeks at most, as FCM does. */
function lifetimeSecondsOf(until: Date, now: Date): number {
  const seconds = Math.floor((until.getTime() - now.getTime()) / 1000);
  return Math.max(0, Math.min(seconds, pushLifetimeSeconds));
}

function alertOf({ title, body, category, threadId }: Notification, urgent: boolean): ApsPayload {
  return {
    alert: { title, body },
    ...(category !== undefined && { category }),
    mutableContent: true,
    ...(urgent && { sound: 'default' }),
    threadId,
    'interruption-level': urgent ? 'time-sensitive' : 'passive',
  };
}

function webNotification(
  { title, body, tag, actions }: Notification,
  urgent: boolean,
  data: Record<string, string>,
): WebNotification {
  return {
    ...{ title, body, tag, requireInteraction: true },
    // Without renotify a notification that replaces another does so without a sound.
    ...(urgent ? { renotify: true } : { silent: true }),
    ...(actions !== undefined && { actions }),
    // Firebase's JS SDK puts the whole message here as FCM_MSG; other service workers read this.
    data,
  };
}
