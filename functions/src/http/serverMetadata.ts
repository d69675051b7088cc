// The metadata of an authorization server (RFC 8414 §2), as far as this one is one: it gives out tokens
// for refresh tokens, and has no authorization endpoint.

/** The functions that have no place in RFC 8414, and that a client calls. */
const others = [
  ...['registerSession', 'listSessions', 'revokeSession', 'revokeOtherSessions', 'signOut'],
  ...['updateSession', 'renameSession', 'listSecurityEvents'],
  ...['answerLogin', 'answerLoginAlert', 'confirmLogout'],
] as const;

/** `urlOf` says where a function is called. */
export function serverMetadata(issuer: string, urlOf: (functionName: string) => string) {
  return {
    issuer,
    token_endpoint: urlOf('refreshTokens'),
    revocation_endpoint: urlOf('revokeToken'),
    introspection_endpoint: urlOf('introspectToken'),
    jwks_uri: urlOf('jwks'),
    grant_types_supported: ['refresh_token'],
    // Required, and empty: there is no authorization endpoint.
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    // A bearer token is what RFC 7662 §2.1 names beside the methods of the token endpoint.
    introspection_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'Bearer',
    ],
    device_session_endpoints: Object.fromEntries(others.map((name) => [name, urlOf(name)])),
  };
}
