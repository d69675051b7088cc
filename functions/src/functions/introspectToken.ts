// introspectToken: tells the team's own servers whether a token is good now (RFC 7662).
import { introspectionSecret, sessionKeys, tokenEndpointOptions } from '../config.ts';
import { endpoint, type Reply } from '../http/endpoint.ts';
import { presentsSecret } from '../http/introspectionClient.ts';
import { requireParameter } from '../http/parameters.ts';
import { introspectToken as introspect } from '../operations/introspectToken.ts';
import { services } from '../wiring.ts';

const wrongSecret: Reply = {
  status: 401,
  body: {
    error: 'invalid_client',
    error_description: 'The introspection secret is missing or wrong.',
    reason: 'sign_in_required',
  },
  headers: { 'WWW-Authenticate': 'Basic realm="introspection", charset="UTF-8"' },
};

export const introspectToken = endpoint(
  { ...tokenEndpointOptions, anyOrigin: false, secrets: [sessionKeys, introspectionSecret] },
  async (parameters, request) => {
    if (!presentsSecret(request, parameters, introspectionSecret.value())) return wrongSecret;
    const token = requireParameter(parameters, 'token');
    const hint = parameters.token_type_hint;
    const known = typeof hint === 'string' ? hint : null;
    return { status: 200, body: await introspect(services(), token, known) };
  },
);
