// What FCM takes, as far as this product uses it; sizes and names are FCM's, APNs' and the browsers'.
import type { PushToken } from '../session/session.ts';

/** What is handed to FCM; `Message` of firebase-admin, as far as this product uses it. */
export type FcmMessage = FcmTarget & FcmContent;

/** Exactly one of both, as FCM wants. */
export type FcmTarget = { token: string; fid?: never } | { fid: string; token?: never };

export function targetOf({ kind, value }: PushToken): FcmTarget {
  return kind === 'fid' ? { fid: value } : { token: value };
}

export function pushTokenOf({ token, fid }: FcmTarget): PushToken {
  return fid === undefined ? { kind: 'token', value: token } : { kind: 'fid', value: fid };
}

export interface FcmContent {
  data: Record<string, string>;
  /** `ttl` in milliseconds. */
  android?: {
    priority: 'high' | 'normal';
    ttl: number;
    collapseKey?: string;
    directBootOk?: boolean;
  };
  apns?: { headers: Record<string, string>; payload: { aps: ApsPayload } };
  webpush?: { headers: Record<string, string>; notification?: WebNotification };
}

export interface ApsPayload {
  alert?: { title: string; body: string };
  category?: string;
  contentAvailable?: boolean;
  mutableContent?: boolean;
  sound?: string;
  threadId?: string;
  'interruption-level'?: 'passive' | 'time-sensitive';
}

export interface WebNotification {
  title: string;
  body: string;
  tag: string;
  requireInteraction: boolean;
  renotify?: boolean;
  silent?: boolean;
  actions?: WebNotificationAction[];
  data: Record<string, string>;
}

export interface WebNotificationAction {
  action: string;
  title: string;
}
