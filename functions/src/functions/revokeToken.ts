// revokeToken: ends the session of a refresh token (RFC 7009). 200 whatever the token is worth.
import { tokenEndpointOptions } from '../config.ts';
import { endpoint } from '../http/endpoint.ts';
import { requireParameter } from '../http/parameters.ts';
import { revokeToken as revoke } from '../operations/revokeToken.ts';
import { services } from '../wiring.ts';

export const revokeToken = endpoint(tokenEndpointOptions, async (parameters) => {
  await revoke(services(), requireParameter(parameters, 'token'));
  return { status: 200 };
});
