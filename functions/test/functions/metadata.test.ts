// What the deployment says of itself: a library that we did not write accepts it, and all it names is deployed.
import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
import * as deployed from '../../src/index.ts';
import { startProgram } from './program.ts';
import type { Server } from './serve.ts';

const issuer = 'https://us-central1-demo-program.cloudfunctions.net';

describe('metadata', () => {
  for (const [where, variables] of [
    ['in the cloud', {}],
    ['in the emulator', { FUNCTIONS_EMULATOR: 'true' }],
  ] as const) {
    describe(where, () => {
      let server: Server;
      let response: Response;
      let told: Record<string, unknown>;
      const base = () =>
        where === 'in the cloud' ? issuer : `${server.url}/demo-program/us-central1`;

      before(async () => {
        server = await startProgram(variables);
        response = await fetch(`${server.url}/metadata`);
        told = (await response.clone().json()) as typeof told;
      });
      after(() => server.close());

      it('is what an OAuth client takes, for the issuer of the tokens', async () => {
        const read = await oauth.processDiscoveryResponse(new URL(issuer), response.clone());
        assert.equal(read.token_endpoint, `${base()}/refreshTokens`);
        assert.equal(read.revocation_endpoint, `${base()}/revokeToken`);
        assert.equal(read.introspection_endpoint, `${base()}/introspectToken`);
        assert.equal(read.jwks_uri, `${base()}/jwks`);
      });

      it('names the one grant, no response type, and how clients prove themselves', () => {
        assert.deepEqual(told.grant_types_supported, ['refresh_token']);
        assert.deepEqual(told.response_types_supported, []);
        assert.deepEqual(told.token_endpoint_auth_methods_supported, ['none']);
        assert.deepEqual(told.revocation_endpoint_auth_methods_supported, ['none']);
        assert.deepEqual(told.introspection_endpoint_auth_methods_supported, [
          'client_secret_basic',
          'client_secret_post',
          'Bearer',
        ]);
      });

      it('leads to every function that is called over HTTP, and to no other', () => {
        const { device_session_endpoints: own, ...standard } = told;
        const urls = [...Object.values(standard), ...Object.values(own as object)].filter(
          (value): value is string => typeof value === 'string' && value !== issuer,
        );
        const called = Object.entries(deployed)
          .filter(
            ([, exported]) =>
              exported !== undefined &&
              ('callableTrigger' in exported.__endpoint || 'httpsTrigger' in exported.__endpoint),
          )
          .map(([name]) => `${base()}/${name}`)
          .filter((url) => url !== `${base()}/metadata`);
        assert.deepEqual(urls.toSorted(), called.toSorted());
        for (const [name, url] of Object.entries(own as object)) {
          assert.equal(url, `${base()}/${name}`);
        }
      });

      it('is JSON, for caches and for pages of any origin', () => {
        const { headers, status } = response;
        assert.equal(status, 200);
        assert.match(headers.get('content-type') ?? '', /^application\/json\b/);
        assert.match(headers.get('cache-control') ?? '', /^public, max-age=[1-9]\d*\b/);
        assert.equal(headers.get('access-control-allow-origin'), '*');
      });
    });
  }

  it('follows the region of the deployment', async () => {
    const server = await startProgram({ REGION: 'europe-west1' });
    try {
      const { jwks_uri } = (await (
        await fetch(`${server.url}/metadata`)
      ).json()) as oauth.AuthorizationServer;
      assert.equal(jwks_uri, 'https://europe-west1-demo-program.cloudfunctions.net/jwks');
    } finally {
      await server.close();
    }
  });
});
