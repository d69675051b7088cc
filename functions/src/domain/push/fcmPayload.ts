// What FCM takes, as far as this product uses it; sizes and names are FCM's, APNs' and the browsers'.
/** What is handed to FCM; `TokenMessage` of firebase-admin, as far as this product uses it. */
export interface FcmMessage {
  token: string;
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
