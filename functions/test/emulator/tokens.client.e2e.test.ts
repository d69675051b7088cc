// The token endpoints as libraries that we did not write see them: oauth4webapi as the app and as an API
// of the team, jose as an API that verifies by itself. Both hold the answers to the RFCs.
import assert from 'node:assert/strict';
import { passASecond } from './support/storedSession.ts';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { endpointUrl, tokenScope, useTokenStack } from './support/tokenStack.ts';

const { issuer, audience } = tokenScope();
const server: oauth.AuthorizationServer = {
  issuer,
  token_endpoint: endpointUrl('refreshTokens'),
  revocation_endpoint: endpointUrl('revokeToken'),
  introspection_endpoint: endpointUrl('introspectToken'),
  jwks_uri: endpointUrl('jwks'),
};
const app: oauth.Client = { client_id: audience };
const api: oauth.Client = { client_id: 'notes-api' };
const insecurely = { [oauth.allowInsecureRequests]: true };

async function refresh(refreshToken: string): Promise<oauth.TokenEndpointResponse> {
  return await oauth.processRefreshTokenResponse(
    server,
    app,
    await oauth.refreshTokenGrantRequest(server, app, oauth.None(), refreshToken, insecurely),
  );
}

async function revoke(token: string): Promise<void> {
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(server, app, oauth.None(), token, insecurely),
  );
}

async function introspect(
  token: string,
  authentication = oauth.ClientSecretBasic(process.env.INTROSPECTION_SECRET ?? ''),
  hint?: string,
): Promise<oauth.IntrospectionResponse> {
  return await oauth.processIntrospectionResponse(
    server,
    api,
    await oauth.introspectionRequest(server, api, authentication, token, {
      ...insecurely,
      ...(hint && { additionalParameters: { token_type_hint: hint } }),
    }),
  );
}

async function refusedWith(
  status: number,
  challenge: object,
  call: () => Promise<unknown>,
): Promise<void> {
  await assert.rejects(call, (error: unknown) => {
    assert.ok(error instanceof oauth.WWWAuthenticateChallengeError, String(error));
    assert.equal(error.status, status);
    assert.equal(error.cause.length, 1);
    const { scheme, parameters } = error.cause[0]!;
    assert.deepEqual({ scheme, ...parameters, ...challenge }, { scheme, ...parameters });
    return true;
  });
}
const refused = (call: () => Promise<unknown>) =>
  refusedWith(401, { scheme: 'bearer', error: 'invalid_grant' }, call);

describe('an OAuth client library', () => {
  const { backstage, logIn, stored } = useTokenStack();

  it('refreshes, and refreshes with what it got', async () => {
    const { tokens, session } = await logIn();
    const first = await refresh(tokens.refresh_token);
    await passASecond(backstage.firestore, session.sessionId);
    const { access_token: _, refresh_token: __, ...rest } = first;
    assert.deepEqual(rest, { token_type: 'bearer', expires_in: 600 });
    const second = await refresh(first.refresh_token!);
    const all = [tokens.refresh_token, first.refresh_token, second.refresh_token];
    assert.equal(new Set(all).size, 3);
  });

  it('is told of an invalid grant by a challenge', async () => {
    const { tokens } = await logIn();
    await refused(() => refresh('rubbish'));
    await refused(() => refresh(tokens.access_token));
    await refused(() => refresh(`${tokens.refresh_token.slice(0, -1)}_`));
  });

  it('ends a session by revoking its refresh token, and by nothing else', async () => {
    const device = await logIn();
    const { access_token: access, refresh_token: token } = device.tokens;
    for (const other of [access, 'rubbish', `${token}x`]) await revoke(other);
    assert.equal((await stored(device))?.revoked, false);
    await revoke(token);
    const { revoked, revokedReason } = (await stored(device)) ?? {};
    assert.deepEqual({ revoked, revokedReason }, { revoked: true, revokedReason: 'sign_out' });
    await refused(() => refresh(token));
    // And nothing else of it.
    assert.deepEqual(await introspect(access), { active: false });
  });

  it('learns by introspection whose a token is', async () => {
    const { tokens, session, deviceId, user } = await logIn();
    const owner = { sub: user.userId, sid: session.sessionId, device_id: deviceId };
    const access = await introspect(tokens.access_token);
    const claims = { token_type: 'Bearer', iss: issuer, aud: audience, client_id: audience };
    assert.deepEqual({ ...access, active: true, ...owner, ...claims }, access);
    assert.ok(access.exp! - Date.now() / 1000 > 500 && access.exp! - Date.now() / 1000 <= 600);
    // What is no access token, the hint has to say.
    assert.deepEqual(await introspect(tokens.refresh_token), { active: false });
    const refreshing = await introspect(tokens.refresh_token, undefined, 'refresh_token');
    const { token_type } = refreshing;
    assert.deepEqual({ ...refreshing, active: true, ...owner }, refreshing);
    assert.equal(token_type, 'refresh_token');
  });

  it('is told to authenticate before it may introspect', async () => {
    const { tokens } = await logIn();
    for (const authentication of [oauth.ClientSecretBasic('wrong'), oauth.None()]) {
      await refusedWith(401, { scheme: 'basic', realm: 'introspection' }, () =>
        introspect(tokens.access_token, authentication),
      );
    }
    const post = oauth.ClientSecretPost(process.env.INTROSPECTION_SECRET ?? '');
    assert.equal((await introspect(tokens.access_token, post)).active, true);
  });

  it('validates an access token as RFC 9068 asks', async () => {
    const { tokens, session, deviceId, user } = await logIn();
    for (const accessToken of [
      tokens.access_token,
      (await refresh(tokens.refresh_token)).access_token,
    ]) {
      const request = new Request('https://api.example/notes', {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      const claims = await oauth.validateJwtAccessToken(server, request, audience, {
        ...insecurely,
        signingAlgorithms: ['ES256'],
      });
      const { sub, sid, device_id, client_id } = claims;
      assert.deepEqual(
        { sub, sid, device_id, client_id },
        { sub: user.userId, sid: session.sessionId, device_id: deviceId, client_id: audience },
      );
    }
  });
});

describe('jose, with the keys that it fetches', () => {
  const { logIn } = useTokenStack();
  const keys = createRemoteJWKSet(new URL(endpointUrl('jwks')));
  const verify = (token: string, expected: object = {}) =>
    jwtVerify(token, keys, { issuer, audience, typ: 'at+jwt', algorithms: ['ES256'], ...expected });

  it('verifies an access token: issuer, audience, type, algorithm and key', async () => {
    const { tokens, session, deviceId, user } = await logIn();
    const { payload, protectedHeader } = await verify(tokens.access_token);
    const { sub, sid, device_id, iat, exp, jti } = payload;
    assert.deepEqual(
      { sub, sid, device_id },
      { sub: user.userId, sid: session.sessionId, device_id: deviceId },
    );
    assert.equal(exp! - iat!, 600);
    assert.match(String(jti), /^.{22,}$/);
    assert.ok(keys.jwks()?.keys.some(({ kid }) => kid === protectedHeader.kid));
    assert.deepEqual(Object.keys(decodeProtectedHeader(tokens.access_token)).sort(), [
      'alg',
      'kid',
      'typ',
    ]);
  });

  it('refuses it for another audience, from another issuer, and with another signature', async () => {
    const { tokens } = await logIn();
    const [header, payload] = tokens.access_token.split('.');
    const code = 'ERR_JWT_CLAIM_VALIDATION_FAILED';
    await assert.rejects(verify(tokens.access_token, { audience: 'another' }), { code });
    await assert.rejects(verify(tokens.access_token, { issuer: 'https://another.example' }), {
      code,
    });
    await assert.rejects(verify(`${header}.${payload}.${'A'.repeat(86)}`), {
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
  });
});
