// What the backend takes, answers and refuses, as far as this client speaks it. docs/api.json is the
// same for machines; a test holds the two together.

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
  | 'operator';

/** A session as its owner may see it. Times are ISO 8601 in UTC. */
export interface DeviceSession {
  sessionId: string;
  deviceName: string;
  deviceType: DeviceType;
  platform: string | null;
  appVersion: string | null;
  location: string | null;
  createdAt: string;
  lastActiveAt: string;
  confirmed: boolean;
  isCurrentDevice: boolean;
  signInProvider: string;
  /** Whether a second factor was shown. */
  secondFactor: boolean;
  /** The app's id where App Check attested it. */
  officialApp: string | null;
  /** Only with `includeEnded`; null while the session lives. */
  revokedAt?: string | null;
  revokedReason?: RevokedReason | null;
  logoutConfirmedAt?: string | null;
}

/** RFC 6749 §5.1. */
export interface TokenResponse {
  access_token: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  refresh_token: string;
}

export interface Registered {
  session: DeviceSession;
  customToken: string;
  tokens: TokenResponse;
  deviceToken: string;
}

export interface Updated {
  session: DeviceSession;
  /** The user's live unconfirmed sessions; only a confirmed session is told. */
  unconfirmed?: DeviceSession[];
}

/** What happened to the account, in the words of CAEP (OpenID Continuous Access Evaluation Profile). */
export interface SecurityEvent {
  eventId: string;
  type:
    'session-established' | 'session-revoked' | 'assurance-level-change' | 'credential-compromise';
  initiatingEntity: 'admin' | 'user' | 'policy' | 'system';
  sessionId: string;
  deviceName: string;
  actorSessionId: string | null;
  revokedReason: RevokedReason | null;
  occurredAt: string;
}

export interface SecurityEventPage {
  events: SecurityEvent[];
  nextPageToken?: string;
}

/** What a device says of itself. `null` clears a field. */
export interface DeviceDescription {
  deviceName: string;
  deviceType: DeviceType;
  platform?: string | null;
  appVersion?: string | null;
  locale?: string | null;
}

/** The functions of the backend that a client calls, before any prefix of a deployment. */
export type FunctionName =
  | 'registerSession'
  | 'listSessions'
  | 'revokeSession'
  | 'revokeOtherSessions'
  | 'signOut'
  | 'updateSession'
  | 'renameSession'
  | 'listSecurityEvents'
  | 'answerLogin'
  | 'answerLoginAlert'
  | 'refreshTokens'
  | 'revokeToken'
  | 'confirmLogout';

/** The closed list of reasons for which a call is refused. */
export type Reason =
  | 'sign_in_required'
  | 'session_required'
  | 'session_revoked'
  | 'session_expired'
  | 'session_unconfirmed'
  | 'recent_sign_in_required'
  | 'session_not_found'
  | 'current_session'
  | 'invalid_input'
  | 'token_invalid'
  | 'rate_limited'
  | 'unavailable';

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
