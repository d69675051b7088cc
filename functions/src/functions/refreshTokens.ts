// refreshTokens: the token endpoint, grant type refresh_token only (RFC 6749 §6).
import { tokenEndpointOptions } from '../config.ts';
import { endpoint } from '../http/endpoint.ts';
import { requireParameter } from '../http/parameters.ts';
import { refreshTokens as refresh } from '../operations/refreshTokens.ts';
import { services } from '../wiring.ts';

const unsupportedGrantType = {
  error: 'unsupported_grant_type',
  error_description: 'The only grant type is refresh_token.',
  reason: 'invalid_input',
};

export const refreshTokens = endpoint(tokenEndpointOptions, async (parameters) => {
  if (requireParameter(parameters, 'grant_type') !== 'refresh_token') {
    return { status: 400, body: unsupportedGrantType };
  }
  const refreshToken = requireParameter(parameters, 'refresh_token');
  return { status: 200, body: await refresh(services(), refreshToken) };
});
