// Raw requests, to see what is on the wire and to send what no client would: forged, malformed, with a
// bearer of one's own. This is no client: it keeps nothing, repeats nothing and believes nothing.
import { findStack } from './stack.ts';

export interface CallableAnswer {
  status: number;
  /** `{result}` or `{error: {status, message, details}}`. */
  body: { result?: unknown; error?: { status: string; message: string; details?: RefusalDetails } };
}

export interface EndpointAnswer {
  status: number;
  body: Record<string, unknown>;
}

export interface RefusalDetails {
  reason: string;
  field?: string;
  /** Of session_unconfirmed: when it would be allowed, and what else would lift it. */
  retryAfterSeconds?: number;
  confirmBy?: string[];
}

export interface PostOptions {
  /** Firebase ID token; none is sent if absent. */
  bearer?: string;
  /** X-Forwarded-For, as a caller may forge it. */
  forwardedFor?: string;
  /** `host:port`; the Functions emulator if absent. */
  host?: string;
}

/** Posts `{data}` to a callable. */
export async function postCallable(
  name: string,
  data: unknown,
  { bearer, forwardedFor, host }: PostOptions = {},
): Promise<CallableAnswer> {
  const response = await fetch(`${functionsAt(host)}/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(forwardedFor !== undefined && { 'x-forwarded-for': forwardedFor }),
    },
    body: JSON.stringify({ data }),
  });
  return { status: response.status, body: (await response.json()) as CallableAnswer['body'] };
}

/** Posts the parameters as JSON to an HTTPS endpoint, with no credential but what they hold. */
export async function postEndpoint(name: string, parameters: object): Promise<EndpointAnswer> {
  const response = await fetch(`${functionsAt()}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  return { status: response.status, body: (await response.json()) as EndpointAnswer['body'] };
}

/** Where the functions are called. */
export function functionsAt(host = findStack().functions): string {
  const { project, region } = findStack();
  return `http://${host}/${project}/${region}`;
}

/** The HTTP status and the details by which a call was refused. */
export function refusalIn({ status, body }: CallableAnswer): object {
  return { status, ...body.error?.details };
}

/** The HTTP status and the reason by which an endpoint refused. */
export function endpointRefusalIn({ status, body: { reason } }: EndpointAnswer): object {
  return { status, reason };
}
