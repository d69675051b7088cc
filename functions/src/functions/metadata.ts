// metadata: what an OAuth client must know of this backend (RFC 8414), and where its functions are.
import { functionUrl, httpsOptions, tokenScope } from '../config.ts';
import { endpoint } from '../http/endpoint.ts';
import { serverMetadata } from '../http/serverMetadata.ts';

export const metadata = endpoint(
  { ...httpsOptions, method: 'GET', anyOrigin: true },
  async (_parameters, request) => ({
    status: 200,
    body: serverMetadata(tokenScope().issuer, (name) =>
      functionUrl(name, request.get('host') ?? ''),
    ),
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'public, max-age=300, stale-while-revalidate=3600',
    },
  }),
);
