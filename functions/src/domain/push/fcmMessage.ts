// The shapes that FCM takes, by the receiver's platform: a background push that only the app sees,
// and a visible one for a person. Sizes, ids and priorities are within FCM's and APNs' limits.
import { pushLifetimeSeconds } from '../account/outbox.ts';
import type { PushReceiver } from '../session/session.ts';
import type { FcmMessage, WebNotificationAction } from './fcmPayload.ts';
import { targetOf } from './fcmPayload.ts';

export interface BackgroundPush {
  data: Record<string, string>;
  /** Of the waiting messages with this key a device gets the last only. At most four keys a device. */
  collapseKey?: string;
  /** Wakes a sleeping phone at once; Android takes that right from apps that use it up in silence. */
  urgent: boolean;
  /** No push outlives what it offers. */
  until: Date;
}

/** A push that shows nothing: the app alone sees its data. */
export function backgroundMessage(
  { deviceType, pushToken }: PushReceiver,
  { data, collapseKey, urgent, until }: BackgroundPush,
  now: Date,
): FcmMessage {
  const message = { ...targetOf(pushToken), data };
  switch (deviceType) {
    case 'ANDROID':
      return {
        ...message,
        android: {
          priority: urgent ? 'high' : 'normal',
          ttl: lifetimeSeconds(until, now) * 1000,
          ...(collapseKey !== undefined && { collapseKey }),
          ...(urgent && { directBootOk: true }),
        },
      };
    case 'IOS':
      return {
        ...message,
        apns: {
          // APNs refuses background pushes of any other priority.
          headers: apnsHeaders({
            type: 'background',
            priority: '5',
            collapseId: collapseKey,
            until,
            now,
          }),
          payload: { aps: { contentAvailable: true } },
        },
      };
    case 'WEB':
      return {
        ...message,
        webpush: { headers: webHeaders(urgent, collapseKey, lifetimeSeconds(until, now)) },
      };
  }
}

export interface VisiblePush {
  data: Record<string, string>;
  title: string;
  body: string;
  /** Replaces what stands on the screen with the same tag; at most 64 bytes, for APNs. */
  tag: string;
  /** As for a background push; 32 characters of base64url at most, for the web's `Topic`. */
  collapseKey?: string;
  /** iOS: the set of buttons that the app has registered. */
  category?: string;
  /** Web: the buttons. */
  actions?: WebNotificationAction[];
  threadId: string;
  /** Without sound, and without breaking through a person's focus mode. */
  silent: boolean;
  /** No push outlives what it offers. */
  until: Date;
}

/**
 * A push for a person. `title` and `body` are in the data too, whatever the platform. On Android
 * they are only there: the tray shows no buttons for notification messages, so the app draws them.
 */
export function visibleMessage(
  { deviceType, pushToken }: PushReceiver,
  push: VisiblePush,
  now: Date,
): FcmMessage {
  const { title, body, tag, collapseKey, category, actions, threadId, silent, until } = push;
  const message = { ...targetOf(pushToken), data: { ...push.data, title, body } };
  switch (deviceType) {
    case 'ANDROID':
      return {
        ...message,
        android: {
          priority: 'high',
          ttl: lifetimeSeconds(until, now) * 1000,
          ...(collapseKey !== undefined && { collapseKey }),
        },
      };
    case 'IOS':
      return {
        ...message,
        apns: {
          headers: apnsHeaders({
            type: 'alert',
            priority: silent ? '5' : '10',
            collapseId: tag,
            until,
            now,
          }),
          payload: {
            aps: {
              alert: { title, body },
              ...(category !== undefined && { category }),
              mutableContent: true,
              ...(!silent && { sound: 'default' }),
              threadId,
              'interruption-level': silent ? 'passive' : 'time-sensitive',
            },
          },
        },
      };
    case 'WEB':
      return {
        ...message,
        webpush: {
          headers: webHeaders(!silent, collapseKey, lifetimeSeconds(until, now)),
          notification: {
            title,
            body,
            tag,
            requireInteraction: true,
            // Without renotify a notification that replaces another does so without a sound.
            ...(silent ? { silent: true } : { renotify: true }),
            ...(actions !== undefined && { actions }),
            // Firebase's JS SDK puts the whole message here as FCM_MSG; other service workers read this.
            data: push.data,
          },
        },
      };
  }
}

/** Whole seconds for which a message is kept: four weeks at most, as FCM does. */
function lifetimeSeconds(until: Date, now: Date): number {
  const seconds = Math.floor((until.getTime() - now.getTime()) / 1000);
  return Math.max(0, Math.min(seconds, pushLifetimeSeconds));
}

function apnsHeaders({
  type,
  priority,
  collapseId,
  until,
  now,
}: {
  type: 'alert' | 'background';
  priority: '5' | '10';
  collapseId: string | undefined;
  until: Date;
  now: Date;
}): Record<string, string> {
  return {
    'apns-push-type': type,
    'apns-priority': priority,
    'apns-expiration': String(Math.floor(now.getTime() / 1000) + lifetimeSeconds(until, now)),
    ...(collapseId !== undefined && { 'apns-collapse-id': collapseId }),
  };
}

/** RFC 8030 §5.2 TTL, §5.3 Urgency, §5.4 Topic. */
function webHeaders(
  urgent: boolean,
  collapseKey: string | undefined,
  ttlSeconds: number,
): Record<string, string> {
  return {
    Urgency: urgent ? 'high' : 'normal',
    TTL: String(ttlSeconds),
    ...(collapseKey !== undefined && { Topic: collapseKey }),
  };
}
