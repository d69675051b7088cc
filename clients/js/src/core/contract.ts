// The contract of docs/api.json as types. Written by `npm run api`, from the schemas of the code.

export type DeviceType = 'IOS' | 'ANDROID' | 'WEB';

/** How a session ended. */
export type RevokedReason =
  | 'user'
  | 'others'
  | 'sign_out'
  | 'denied'
  | 'replaced'
  | 'limit'
  | 'token_reuse'
  | 'expired'
  | 'account'
  | 'operator'
  | 'incident';

/** What was unusual about a login. */
export type LoginSignal = 'new_device' | 'new_country' | 'impossible_travel';

/** A session as its owner may see it. Times are ISO 8601 in UTC. */
export interface DeviceSession {
  sessionId: string;
  deviceName: string;
  deviceType: DeviceType;
  platform: string | null;
  appVersion: string | null;
  location: string | null;
  lastActiveAt: string;
  createdAt: string;
  /** When it ends unless it is used. Of the others only a confirmed session is told; else null. */
  expiresAt: string | null;
  confirmed: boolean;
  signals: LoginSignal[];
  isCurrentDevice: boolean;
  signInProvider: string;
  /** Whether a second factor was shown. */
  secondFactor: boolean;
  /** The app's id where App Check attested it. */
  officialApp: string | null;
  /** This and the next two only with `includeEnded`; null while the session lives. */
  revokedAt?: string | null;
  revokedReason?: RevokedReason | null;
  logoutConfirmedAt?: string | null;
}

/** Whether pushes reach the caller's device. none: the app has named nothing to send to; dead: FCM does not know it any more. */
export type PushReach = 'ok' | 'none' | 'dead';

/** RFC 6749 §5.1. */
export interface TokenResponse {
  access_token: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  refresh_token: string;
}

/** What happened to the account, in the words of CAEP (OpenID Continuous Access Evaluation Profile). */
export interface SecurityEvent {
  eventId: string;
  type:
    | 'session-established'
    | 'session-revoked'
    | 'assurance-level-change'
    | 'credential-compromise';
  initiatingEntity: 'admin' | 'user' | 'policy' | 'system';
  sessionId: string;
  deviceName: string;
  actorSessionId: string | null;
  revokedReason: RevokedReason | null;
  occurredAt: string;
}

/** The closed list of reasons for which a call is refused. */
export type Reason =
  | 'sign_in_required'
  | 'session_required'
  | 'session_revoked'
  | 'session_expired'
  | 'session_unconfirmed'
  | 'recent_sign_in_required'
  | 'account_revived'
  | 'session_open'
  | 'session_not_found'
  | 'current_session'
  | 'invalid_input'
  | 'token_invalid'
  | 'rate_limited'
  | 'unavailable';

/** The `details` of a refused callable; an endpoint has them in its body. */
export interface RefusalDetails {
  reason: Reason;
  /** Of invalid_input. */
  field?: string;
  /** Of session_unconfirmed, rate_limited and unavailable. */
  retryAfterSeconds?: number;
  /** Of session_unconfirmed: what would lift it. */
  confirmBy?: ('other_device' | 'second_factor' | 'other_provider' | 'time')[];
  /** Of session_revoked: how the caller's own session ended. */
  revokedReason?: RevokedReason;
}

/** The callables, before any prefix of a deployment. */
export type CallableName =
  | 'registerSession'
  | 'listSessions'
  | 'revokeSession'
  | 'revokeOtherSessions'
  | 'signOut'
  | 'updateSession'
  | 'renameSession'
  | 'listSecurityEvents'
  | 'answerLogin';

/** The HTTPS endpoints that a client calls, before any prefix of a deployment. */
export type EndpointName = 'answerLoginAlert' | 'refreshTokens' | 'revokeToken' | 'confirmLogout';

export type FunctionName = CallableName | EndpointName;

/** What each function takes. */
export interface Inputs {
  registerSession: {
    deviceId: string;
    deviceName: string;
    deviceType: 'IOS' | 'ANDROID' | 'WEB';
    platform?: string | null;
    appVersion?: string | null;
    pushToken?: string | null;
    pushInstallationId?: string | null;
    locale?: string | null;
    deviceToken?: string | null;
    refreshToken?: string | null;
    attempt?: string | null;
  };
  listSessions: { includeEnded?: boolean };
  revokeSession: { sessionId: string; reauthToken?: string };
  revokeOtherSessions: { reauthToken?: string };
  signOut: { forget?: boolean };
  updateSession: {
    deviceName?: string;
    platform?: string | null;
    appVersion?: string | null;
    pushToken?: string | null;
    pushInstallationId?: string | null;
    locale?: string | null;
  };
  renameSession: { sessionId: string; deviceName: string };
  listSecurityEvents: { pageToken?: string };
  answerLogin: { sessionId: string; wasMe: boolean; reauthToken?: string };
  answerLoginAlert: { token: string; wasMe: boolean };
  refreshTokens: { grant_type: 'refresh_token'; refresh_token: string };
  revokeToken: { token: string };
  confirmLogout: { token: string };
}

/** What each function answers; null is an empty body. */
export interface Answers {
  registerSession: {
    session: DeviceSession;
    customToken: string;
    tokens: TokenResponse;
    deviceToken: string;
  };
  listSessions: { sessions: DeviceSession[]; pushes: PushReach };
  revokeSession: { sessionId: string; revoked: true };
  revokeOtherSessions: { revokedCount: number };
  signOut: Record<string, never>;
  updateSession: {
    session: DeviceSession;
    pushes: PushReach;
    /** The user's live unconfirmed sessions; only a confirmed session is told. */
    unconfirmed?: DeviceSession[];
  };
  renameSession: { session: DeviceSession };
  listSecurityEvents: { events: SecurityEvent[]; nextPageToken?: string };
  answerLogin: { session: DeviceSession };
  answerLoginAlert: { wasMe: boolean; revoked: boolean; revokedCount?: number };
  refreshTokens: TokenResponse;
  revokeToken: null;
  confirmLogout: { logoutConfirmedAt: string };
}

/** The data of each push, by its `action`. */
export interface Pushes {
  force_logout: {
    action: 'force_logout';
    reason: 'session_revoked';
    sessionId: string;
    pushId: string;
    receiverSessionId: string;
    receiptToken?: string;
  };
  login_alert: {
    action: 'login_alert';
    sessionId: string;
    pushId: string;
    receiverSessionId: string;
    title: string;
    body: string;
    answerToken?: string;
    signals: string;
    count: string;
    tag: string;
    denyLabel?: string;
    confirmLabel?: string;
    silent?: 'true';
  };
  login_answered: {
    action: 'login_answered';
    sessionId: string;
    pushId: string;
    receiverSessionId: string;
    wasMe: 'true' | 'false';
    tag: string;
  };
  security_alert: {
    action: 'security_alert';
    sessionId: string;
    pushId: string;
    receiverSessionId: string;
    title: string;
    body: string;
  };
}

/** RFC 8414 §2. */
export interface ServerMetadata {
  issuer: string;
  token_endpoint: string;
  revocation_endpoint: string;
  introspection_endpoint: string;
  jwks_uri: string;
  grant_types_supported: string[];
  response_types_supported: string[];
  token_endpoint_auth_methods_supported: string[];
  revocation_endpoint_auth_methods_supported: string[];
  introspection_endpoint_auth_methods_supported: string[];
  /** The URL of each callable and of the other endpoints, by name. */
  device_session_endpoints: {
    registerSession: string;
    listSessions: string;
    revokeSession: string;
    revokeOtherSessions: string;
    signOut: string;
    updateSession: string;
    renameSession: string;
    listSecurityEvents: string;
    answerLogin: string;
    answerLoginAlert: string;
    confirmLogout: string;
  };
}
