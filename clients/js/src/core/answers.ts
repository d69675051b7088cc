// What an answer must be to count. A proxy, a captive portal or a half-read body may answer, too: with 200.
import type { FunctionName } from './contract.ts';

/**
 * A value by its like: text, number, truth value, list, or an object with what must be there; `null` for
 * a text or null, `undefined` for nothing at all. What else is there is not looked at.
 */
export type Like = string | number | boolean | null | undefined | Like[] | { [name: string]: Like };

const session = {
  ...{ sessionId: '', deviceName: '', deviceType: '', signInProvider: '', lastActiveAt: '' },
  ...{ createdAt: '', confirmed: true, isCurrentDevice: true, secondFactor: true },
  ...{ platform: null, appVersion: null, location: null },
};
const tokens = { access_token: '', expires_in: 0, refresh_token: '' };

/** What docs/api.json says of each answer, as far as a client goes by it. */
export const answers: Record<FunctionName, Like> = {
  registerSession: { session, tokens, customToken: '', deviceToken: '' },
  listSessions: { sessions: [session] },
  revokeSession: { revoked: true },
  revokeOtherSessions: { revokedCount: 0 },
  signOut: {},
  updateSession: { session },
  renameSession: { session },
  listSecurityEvents: { events: [{}] },
  answerLogin: { session },
  answerLoginAlert: { wasMe: true, revoked: true },
  refreshTokens: tokens,
  revokeToken: undefined,
  confirmLogout: { logoutConfirmedAt: '' },
};

export function isLike(value: unknown, like: Like): boolean {
  if (like === undefined) return value === null;
  if (like === null) return typeof (value ?? '') === 'string';
  if (Array.isArray(like)) {
    return Array.isArray(value) && value.every((item) => isLike(item, like[0]));
  }
  if (typeof value !== typeof like || value === null || Array.isArray(value)) return false;
  const fields = value as Record<string, unknown>;
  return Object.entries(like).every(([name, inner]) => isLike(fields[name], inner as Like));
}
