// Binds the tokens to one deployment: its keys, its issuer, its audience.
import { type AccessTokenScope, issueAccessToken, verifyAccessToken } from './accessToken.ts';
import { issueAnswerToken, verifyAnswerToken } from './answerToken.ts';
import { hashDevice } from './deviceHash.ts';
import { issueDeviceToken, parseDeviceToken } from './deviceToken.ts';
import { issueReceiptToken, verifyReceiptToken } from './receiptToken.ts';
import { issueRefreshToken, parseRefreshToken } from './refreshToken.ts';
import { publicJwks, type SessionKeys } from './sessionKeys.ts';
import type { Tokens } from '../services.ts';

export interface TokenSettings extends AccessTokenScope {
  /** Asked for at each use; to import them only once is the caller's part. */
  keys: () => Promise<SessionKeys>;
  /** The `client_id` of every access token: the apps of the project are one client. */
  clientId: string;
}

export function makeTokens(settings: TokenSettings): Tokens {
  const { keys, issuer, audience, clientId } = settings;

  return {
    async issueAccessToken({ userId, sessionId, deviceId }, lifetimeSeconds, now) {
      const session = { userId, sessionId, deviceId };
      const input = { ...session, issuer, audience, clientId, lifetimeSeconds };
      return issueAccessToken(await keys(), input, now);
    },
    async verifyAccessToken(token, now) {
      return verifyAccessToken(await keys(), token, { issuer, audience }, now);
    },
    async issueRefreshToken(parts) {
      return issueRefreshToken(await keys(), parts);
    },
    async parseRefreshToken(token) {
      return parseRefreshToken(await keys(), token);
    },
    async issueDeviceToken(installation) {
      return issueDeviceToken(await keys(), installation);
    },
    async parseDeviceToken(token) {
      return parseDeviceToken(await keys(), token);
    },
    async hashDevice(sessionId, deviceId) {
      return hashDevice(await keys(), sessionId, deviceId);
    },
    async issueAnswerToken(claims, now) {
      return issueAnswerToken(await keys(), { ...claims, issuer }, now);
    },
    async verifyAnswerToken(token, now) {
      return verifyAnswerToken(await keys(), token, { issuer }, now);
    },
    async issueReceiptToken(claims) {
      return issueReceiptToken(await keys(), claims);
    },
    async verifyReceiptToken(token, now) {
      return verifyReceiptToken(await keys(), token, now);
    },
    async publicJwks() {
      return publicJwks(await keys());
    },
  };
}
