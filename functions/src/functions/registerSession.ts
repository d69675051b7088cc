// registerSession: opens the session of a device that has just signed in.
import { callableOptions, sessionKeys, settings } from '../config.ts';
import { callable } from '../http/callable.ts';
import { signInCaller } from '../http/callers.ts';
import { clientAddress } from '../http/clientAddress.ts';
import { registerInput } from '../http/inputs.ts';
import { registerSession as operation } from '../operations/registerSession.ts';
import { services } from '../wiring.ts';

export const registerSession = callable({
  ...callableOptions,
  secrets: [sessionKeys],
  input: registerInput,
  caller: async (request) => ({
    ...(await signInCaller(request, services().tokens, settings.carriedClaims)),
    ip: clientAddress(
      request.rawRequest.headers['x-forwarded-for'],
      request.rawRequest.socket?.remoteAddress,
      settings.trustedProxyHops,
    ),
    officialApp: request.app?.appId ?? null,
  }),
  run: (caller, input) => operation(services(), caller, input),
});
