// Where the functions are, found by the issuer alone: region, names and prefix of a deployment are in its
// metadata (RFC 8414).
import { hasShape } from './answers.ts';
import type { FunctionName, ServerMetadata } from './contract.ts';
import { limited } from './limit.ts';

/** The URL of a function. Rejects where the metadata cannot be had. */
export type FunctionUrls = (name: FunctionName) => Promise<string>;

export interface FunctionUrlsOptions {
  /** Whether http may be used beyond this machine: for emulators on 10.0.2.2, or phones on the LAN. Never in production. */
  allowHttp?: boolean | undefined;
}

/**
 * Asks for the metadata once, at the first call; again only if it could not be had. Throws a TypeError
 * for what is no issuer, or one by http that is not on this machine.
 */
export function findFunctionUrls(
  issuer: string,
  ask: (url: string) => Promise<Response> = (url) => fetch(url),
  { allowHttp = false }: FunctionUrlsOptions = {},
): FunctionUrls {
  const url = metadataUrl(issuer);
  if (!isSafe(url, allowHttp)) throw new TypeError(`${issuer} is not https: see allowHttp.`);
  let found: Promise<Record<string, string>> | null = null;

  async function find(): Promise<Record<string, string>> {
    const answer = await limited(() => ask(url));
    const metadata = (await answer.json().catch(() => null)) as ServerMetadata | null;
    if (answer.status >= 500) throw new Error(`${url}: HTTP ${answer.status}`);
    if (!answer.ok || !hasShape(metadata, 'object')) {
      const right = 'https://<region>-<project>.cloudfunctions.net';
      throw new Error(
        `${url} is no metadata. The issuer is ${right}, or the path of your kit there.`,
      );
    }
    const { device_session_endpoints, token_endpoint, revocation_endpoint } = metadata!;
    return {
      ...device_session_endpoints,
      refreshTokens: token_endpoint,
      revokeToken: revocation_endpoint,
    };
  }

  return async (name) => {
    found ??= find().catch((error: unknown) => {
      found = null;
      throw error;
    });
    const functionUrl = (await found)[name];
    if (functionUrl === undefined) throw new Error(`${url} does not name ${name}`);
    // What is published may not take the encryption away that the app has named.
    const isLowered = url.startsWith('https:') && !functionUrl.startsWith('https:');
    if (isLowered || !isSafe(functionUrl, allowHttp)) {
      throw new TypeError(`${url} names ${functionUrl}, which is not https.`);
    }
    return functionUrl;
  };
}

/** By the text alone, for React Native's URL has no parts to read: https, or http on this machine. */
function isSafe(url: string, allowHttp: boolean): boolean {
  return allowHttp
    ? /^https?:\/\//.test(url)
    : /^https:\/\/|^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$)/.test(url);
}

/**
 * Where RFC 8414 §3 looks. Cloud Functions serve nothing there: of an issuer of theirs, also in the
 * emulator, the function `metadata` is asked, which a kit's path is the prefix of.
 */
function metadataUrl(issuer: string): string {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/?#]+)((?:\/[^/?#]+)*)\/?$/.exec(issuer) ?? [];
  if (origin === '') throw new TypeError(`Not an issuer: ${issuer}`);
  if (/^http:.*\/[a-z]+-[a-z]+\d+$/.test(issuer)) return `${origin}${path}/metadata`;
  if (origin.endsWith('.cloudfunctions.net')) return `${origin}${path}${path ? '-' : '/'}metadata`;
  return `${origin}/.well-known/oauth-authorization-server${path}`;
}
