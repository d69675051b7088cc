// The deployed callables by name, each with an input that it takes. Tests of what holds for every
// callable go through these, so that a new one is not left out.
import type { CallableFunction } from 'firebase-functions/v2/https';
import * as deployed from '../../src/index.ts';

export type AnyCallable = CallableFunction<never, Promise<unknown>>;

const sessionId = 'AAAAAAAAAAAAAAAAAAAAAA';

const inputs: Record<string, object> = {
  answerLogin: { sessionId, wasMe: true },
  listSecurityEvents: {},
  listSessions: {},
  renameSession: { sessionId, deviceName: 'Mine' },
  registerSession: {
    deviceId: 'device-01-of-the-callables',
    deviceName: 'Phone',
    deviceType: 'WEB',
  },
  revokeOtherSessions: {},
  revokeSession: { sessionId },
  signOut: {},
  updateSession: { deviceName: 'Mine' },
};

/** Throws where a callable is deployed whose input is not known here. */
export const callables = Object.entries(deployed)
  .filter(([, exported]) => exported !== undefined && 'callableTrigger' in exported.__endpoint)
  .map(([name, callable]) => {
    const input = inputs[name];
    if (!input) throw new Error(`callables.ts knows no input of ${name}`);
    return { name, callable: callable as unknown as AnyCallable, input };
  });
