// What an answer must be to count. A proxy, a captive portal or a half-read body may answer, too: with 200.
import type { CallableName, EndpointName } from './contract.ts';

/** `?` may be null or absent. An object names what must be there; what else is there is not looked at. */
export type Shape =
  | 'string'
  | 'string?'
  | 'number'
  | 'boolean'
  | 'object'
  | 'null'
  | Shape[]
  | Fields;
interface Fields {
  [name: string]: Shape;
}

const session: Fields = {
  ...{ sessionId: 'string', deviceName: 'string', deviceType: 'string', signInProvider: 'string' },
  ...{
    lastActiveAt: 'string',
    createdAt: 'string',
    confirmed: 'boolean',
    isCurrentDevice: 'boolean',
  },
  ...{ platform: 'string?', appVersion: 'string?', location: 'string?', secondFactor: 'boolean' },
};
const tokens: Fields = { access_token: 'string', expires_in: 'number', refresh_token: 'string' };

export const answerShapes: Record<CallableName | EndpointName, Shape> = {
  registerSession: { session, tokens, customToken: 'string', deviceToken: 'string' },
  listSessions: { sessions: [session] },
  revokeSession: { revoked: 'boolean' },
  revokeOtherSessions: { revokedCount: 'number' },
  signOut: 'object',
  updateSession: { session },
  renameSession: { session },
  listSecurityEvents: { events: ['object'] },
  answerLogin: { session },
  answerLoginAlert: { wasMe: 'boolean', revoked: 'boolean' },
  refreshTokens: tokens,
  revokeToken: 'null',
  confirmLogout: { logoutConfirmedAt: 'string' },
};

export function hasShape(value: unknown, shape: Shape): boolean {
  if (Array.isArray(shape)) {
    return Array.isArray(value) && value.every((item) => hasShape(item, shape[0]!));
  }
  if (shape === 'null' || (value ?? null) === null) {
    return shape === 'string?' || (shape === 'null' && value === null);
  }
  if (typeof shape === 'string') {
    return typeof value === shape.replace('?', '') && !Array.isArray(value);
  }
  const has = ([name, inner]: [string, Shape]) =>
    hasShape((value as Record<string, unknown>)[name], inner);
  return Object.entries(shape).every(has);
}
