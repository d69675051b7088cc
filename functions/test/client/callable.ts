// A callable called over plain HTTP, to see what is on the wire: status and body.
import { findStack } from './stack.ts';

export interface HttpAnswer {
  status: number;
  /** `{result}` or `{error: {status, message, details}}`. */
  body: { result?: unknown; error?: { status: string; message: string; details?: RefusalDetails } };
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

export async function postCallable(
  name: string,
  data: unknown,
  { bearer, forwardedFor, host }: PostOptions = {},
): Promise<HttpAnswer> {
  const { project, region, functions } = findStack();
  const response = await fetch(`http://${host ?? functions}/${project}/${region}/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(forwardedFor !== undefined && { 'x-forwarded-for': forwardedFor }),
    },
    body: JSON.stringify({ data }),
  });
  return { status: response.status, body: (await response.json()) as HttpAnswer['body'] };
}

/** The HTTP status and the details by which a call was refused. */
export function refusalIn({ status, body }: HttpAnswer): object {
  return { status, ...body.error?.details };
}
