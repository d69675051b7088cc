// Where the functions are, found by the issuer alone: region, names and prefix of a deployment are in its
// metadata (RFC 8414).
import type { FunctionName, ServerMetadata } from './contract.ts';
import { lazily } from './lazily.ts';
import { limited, type After } from './limit.ts';
import { refusalIn } from './refusal.ts';

/** The URL of a function. Rejects where the metadata cannot be had. */
export type FunctionUrls = (name: FunctionName) => Promise<string>;

export interface FunctionUrlsOptions {
  /** Whether http may be used beyond this machine: for emulators on 10.0.2.2, or phones on the LAN. Never in production. */
  allowHttp?: boolean | undefined;
  /** As of the client. */
  after?: After | undefined;
}

/**
 * Asks for the metadata once, at the first call; again only if it could not be had. Throws a TypeError
 * for what is no issuer, or one by http that is not on this machine.
 */
export function findFunctionUrls(
  issuer: string,
  ask: (url: string) => Promise<Response> = (url) => fetch(url),
  { allowHttp, after }: FunctionUrlsOptions = {},
): FunctionUrls {
  const url = metadataUrl(issuer);
  const isLocal = url.startsWith('http:');
  /** https, or http on this machine; but what is published may not take away the encryption that the app has named. */
  const isSafe = (shown: string) =>
    shown.startsWith('https:') || (isLocal && (allowHttp ? /^http:/ : onThisMachine).test(shown));
  if (!isSafe(url)) {
    throw new TypeError(`Not an issuer${isLocal ? ' without allowHttp' : ''}: ${issuer}`);
  }

  const hint = `: the issuer is ${isLocal ? 'http://127.0.0.1:5001/<project>/<region>' : 'https://<region>-<project>.cloudfunctions.net'}`;

  const found = lazily(async (): Promise<Record<string, string>> => {
    const answer = await limited(() => ask(url), after).catch((cause: unknown) => {
      // A page cannot read what an emulator says of a path that it does not serve.
      throw isLocal && !refusalIn(cause) ? new Error(`${url}: no answer${hint}`, { cause }) : cause;
    });
    const metadata = (await answer.json().catch(() => null)) as ServerMetadata | null;
    if (answer.ok && metadata) {
      return {
        ...metadata.device_session_endpoints,
        refreshTokens: metadata.token_endpoint,
        revokeToken: metadata.revocation_endpoint,
      };
    }
    throw new Error(`${url}: HTTP ${answer.status}${answer.status < 500 ? hint : ''}`);
  });

  return async (name) => {
    const functionUrl = (await found())[name];
    if (!functionUrl) throw new Error(`${url} does not name ${name}`);
    if (!isSafe(functionUrl)) throw new TypeError(`Not https: ${functionUrl}`);
    return functionUrl;
  };
}

/** By the text alone: React Native's URL has no parts to read. */
const onThisMachine = /^http:\/\/(localhost|127[\d.]+|\[::1\])(:\d+)?\//;

/**
 * Where RFC 8414 §3 looks. Cloud Functions serve nothing there: of an issuer of theirs, also in the
 * emulator, the function `metadata` is asked, which a kit's path is the prefix of. '' for no issuer.
 */
function metadataUrl(issuer: string): string {
  const [, origin, path = ''] = /^(https?:\/\/[^/?#]+)((?:\/[^/?#]+)*)\/?$/.exec(issuer) ?? [];
  if (!origin) return '';
  return /^http:.*-\w+\d(\/kit-|\/?$)|cloudfunctions\.net($|\/)/.test(issuer)
    ? `${origin}${path}${path.includes('/kit-') ? '-' : '/'}metadata`
    : `${origin}/.well-known/oauth-authorization-server${path}`;
}
