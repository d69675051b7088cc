// How a client that is no Firebase SDK calls a function: forms, JSON and headers, as on the wire.

export interface HttpReply {
  status: number;
  headers: Headers;
  text: string;
  /** The body, where it is JSON; else an empty object. */
  json: ReturnType<typeof JSON.parse>;
}

export interface HttpCall {
  method?: string;
  /** Sent as a form, as OAuth clients do. */
  form?: Record<string, string> | [string, string][];
  json?: unknown;
  body?: string;
  headers?: Record<string, string>;
}

/** A POST unless told otherwise. */
export async function callHttp(
  url: string,
  { method = 'POST', form, json, body, headers }: HttpCall = {},
): Promise<HttpReply> {
  const isJson = json !== undefined;
  const response = await fetch(url, {
    method,
    body: form ? new URLSearchParams(form) : isJson ? JSON.stringify(json) : (body ?? null),
    headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

/** What a refusal says, for one comparison. */
export function refusalOf({ status, headers, json }: HttpReply): object {
  const { error, reason } = json;
  return { status, error, reason, challenge: headers.get('www-authenticate')?.split(/[ ,]/)[0] };
}

export const tokenInvalid = {
  status: 401,
  error: 'invalid_grant',
  reason: 'token_invalid',
  challenge: 'Bearer',
};
export const sessionRevoked = { ...tokenInvalid, reason: 'session_revoked' };

function parse(text: string): HttpReply['json'] {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
