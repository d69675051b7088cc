// answerLoginAlert: the answer from the lock screen, with the alert's token and no other credential.
import { tokenEndpointOptions } from '../config.ts';
import { endpoint } from '../http/endpoint.ts';
import { requireFlag, requireParameter } from '../http/parameters.ts';
import { answerLoginAlert as answer } from '../operations/answerLogin.ts';
import { services } from '../wiring.ts';

export const answerLoginAlert = endpoint(tokenEndpointOptions, async (parameters) => {
  const token = requireParameter(parameters, 'token');
  const wasMe = requireFlag(parameters, 'wasMe');
  return { status: 200, body: await answer(services(), { token, wasMe }) };
});
