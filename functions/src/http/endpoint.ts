// The edge of the HTTPS endpoints: method, size, body and CORS checked, refusals translated.
import type { HttpsOptions, Request } from 'firebase-functions/v2/https';
import { onRequest } from 'firebase-functions/v2/https';
import { answeredInTime } from '../deadline.ts';
import { SessionError } from '../errors.ts';
import { parseParameters } from './parameters.ts';
import { toOAuthRefusal } from './refusals.ts';

export interface Reply {
  status: number;
  /** Sent as JSON; an empty body where absent. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface EndpointOptions extends HttpsOptions {
  method: 'GET' | 'POST';
  /**
   * Whether pages of any origin may call. Where they may, no cookie or other ambient credential is
   * ever read: a token in the body is all that counts, so any origin is as good as another.
   */
  anyOrigin: boolean;
}

export type Response = Parameters<Parameters<typeof onRequest>[0]>[1];

/**
 * An endpoint of one method, given the body's parameters. Other methods get 405 with Allow; a
 * SessionError becomes `{error, error_description, reason}`; anything else 500 without a word of it.
 */
export function endpoint(
  { method, anyOrigin, ...options }: EndpointOptions,
  handle: (parameters: Record<string, unknown>, request: Request) => Promise<Reply>,
) {
  return onRequest({ ...options, cors: false }, async (request, response) => {
    if (anyOrigin) response.set('Access-Control-Allow-Origin', '*');
    if (anyOrigin && request.method === 'OPTIONS') {
      response.set('Access-Control-Allow-Methods', method);
      response.set('Access-Control-Allow-Headers', 'Content-Type');
      response.set('Access-Control-Max-Age', '86400');
      response.status(204).end();
      return;
    }
    const isAllowed = request.method === method || (method === 'GET' && request.method === 'HEAD');
    if (!isAllowed) {
      response.set('Allow', method === 'GET' ? 'GET, HEAD' : method);
      const message = `Only ${method} is allowed.`;
      const refusal = new SessionError('invalid_input', {}, { message });
      send(response, { ...toOAuthRefusal(refusal), status: 405 });
      return;
    }
    try {
      const parameters = method === 'POST' ? parseParameters(request) : {};
      send(response, await answeredInTime(handle(parameters, request)));
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      send(response, toOAuthRefusal(error));
    }
  });
}

/** Answers may hold tokens, and refusals go out of date: nothing is stored unless a reply says so. */
export function send(response: Response, { status, body, headers }: Reply): void {
  if (!headers?.['Cache-Control']) {
    response.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
  }
  response.set(headers ?? {});
  response.status(status);
  if (body === undefined) response.end();
  else if (headers?.['Content-Type']) response.send(JSON.stringify(body));
  else response.json(body);
}
