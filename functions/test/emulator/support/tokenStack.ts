// Devices on the running stack, with the tokens that they got, and what became of their sessions.
import type { Backstage } from '../../../../clients/js/testing/backstage.ts';
import { findStack } from '../../../../clients/js/testing/stack.ts';
import type { TestUser } from '../../../../clients/js/testing/users.ts';
import { createUser } from '../../../../clients/js/testing/users.ts';
import type { DeviceSession } from '../../../../clients/js/src/core/index.ts';
import type { TokenResponse } from '../../../src/operations/issueTokens.ts';
import { samsung, useDevices } from './devices.ts';
import type { HttpCall, HttpReply } from './http.ts';
import { callHttp } from './http.ts';

export interface StackDevice {
  user: TestUser;
  deviceId: string;
  session: DeviceSession;
  tokens: TokenResponse;
}

export interface TokenStack {
  backstage: Backstage;
  /** Signs in and registers a device; of a new user, if none is given. */
  logIn(user?: TestUser): Promise<StackDevice>;
  /** The session as stored. */
  stored(device: StackDevice): Promise<FirebaseFirestore.DocumentData | undefined>;
}

export const endpoints = [
  'refreshTokens',
  'revokeToken',
  'introspectToken',
  'jwks',
  'answerLoginAlert',
  'confirmLogout',
] as const;
export type EndpointName = (typeof endpoints)[number];

export function endpointUrl(name: EndpointName): string {
  const { project, region, functions } = findStack();
  return `http://${functions}/${project}/${region}/${name}`;
}

/** Calls an endpoint of the stack. */
export function call(name: EndpointName, init?: HttpCall): Promise<HttpReply> {
  return callHttp(endpointUrl(name), init);
}

/** What introspectToken asks for. */
const introspectionSecret = process.env.INTROSPECTION_SECRET ?? '';

/** What each POST needs; `token` is no token. */
export const inputs: Record<Exclude<EndpointName, 'jwks'>, Record<string, string>> = {
  refreshTokens: { grant_type: 'refresh_token', refresh_token: 'rubbish' },
  revokeToken: { token: 'rubbish' },
  introspectToken: { token: 'rubbish', client_secret: introspectionSecret },
  answerLoginAlert: { token: 'rubbish', wasMe: 'true' },
  confirmLogout: { token: 'rubbish' },
};

/** What the deployment calls itself in its tokens. */
export function tokenScope() {
  const { project, region } = findStack();
  return { issuer: `https://${region}-${project}.cloudfunctions.net`, audience: project };
}

/** Call it in a `describe`. */
export function useTokenStack(): TokenStack {
  const { backstage, logIn } = useDevices();
  return {
    backstage,

    async logIn(given) {
      const user = given ?? (await createUser());
      const { app, session } = await logIn(samsung, user);
      const { tokens } = app.answerOf('registerSession') as { tokens: TokenResponse };
      const deviceId = (await app.kept('deviceId')) ?? '';
      return { user, deviceId, session, tokens };
    },

    async stored({ session }) {
      return (await backstage.firestore.doc(`deviceSessions/${session.sessionId}`).get()).data();
    },
  };
}
