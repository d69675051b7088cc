// Where the functions are, found by the issuer alone: region, names and prefix of a deployment are in its
// metadata (RFC 8414).
import type { FunctionName, ServerMetadata } from './contract.ts';

/** The URL of a function. Rejects where the metadata cannot be had. */
export type FunctionUrls = (name: FunctionName) => Promise<string>;

/** Asks for the metadata once, at the first call; again only if it could not be had. */
export function findFunctionUrls(
  issuer: string,
  ask: (url: string) => Promise<Response> = (url) => fetch(url),
): FunctionUrls {
  const url = metadataUrl(issuer);
  let found: Promise<Record<string, string>> | null = null;

  async function find(): Promise<Record<string, string>> {
    const answer = await ask(url);
    if (!answer.ok) throw new Error(`${url}: HTTP ${answer.status}`);
    const metadata = (await answer.json()) as ServerMetadata;
    return {
      ...metadata.device_session_endpoints,
      refreshTokens: metadata.token_endpoint,
      revokeToken: metadata.revocation_endpoint,
    };
  }

  return async (name) => {
    found ??= find().catch((error: unknown) => {
      found = null;
      throw error;
    });
    const functionUrl = (await found)[name];
    if (functionUrl === undefined) throw new Error(`${url} does not name ${name}`);
    return functionUrl;
  };
}

/**
 * Where RFC 8414 §3 looks. Cloud Functions serve nothing there: of an issuer of theirs the function
 * `metadata` is asked, which a kit's path is the prefix of. (React Native's URL has no parts to read.)
 */
function metadataUrl(issuer: string): string {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/?#]+)((?:\/[^/?#]+)*)\/?$/.exec(issuer) ?? [];
  if (origin === '') throw new TypeError(`Not an issuer: ${issuer}`);
  if (origin.endsWith('.cloudfunctions.net')) return `${origin}${path}${path ? '-' : '/'}metadata`;
  return `${origin}/.well-known/oauth-authorization-server${path}`;
}
