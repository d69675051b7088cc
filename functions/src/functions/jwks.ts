// jwks: the public keys of our access tokens (RFC 7517), for whoever verifies them by itself.
import { httpsOptions, sessionKeys } from '../config.ts';
import { endpoint } from '../http/endpoint.ts';
import { services } from '../wiring.ts';

export const jwks = endpoint(
  { ...httpsOptions, method: 'GET', anyOrigin: true, secrets: [sessionKeys] },
  async () => ({
    status: 200,
    body: await services().tokens.publicJwks(),
    headers: {
      'Content-Type': 'application/jwk-set+json',
      'Cache-Control': 'public, max-age=300, stale-while-revalidate=3600',
    },
  }),
);
