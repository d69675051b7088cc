// FCM as the Admin SDK sees it, on this machine: a server that keeps what it gets and answers as told.
import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { getMessaging, type Messaging } from 'firebase-admin/messaging';
import { startGoogleServer } from './googleServer.ts';

export interface FcmRequest {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** 'hang': no answer, ever. */
export type FcmAnswer =
  | { status: number; headers?: Record<string, string>; body: object | string }
  | 'hang';

export interface FcmServer {
  messaging: Messaging;
  /** What came in, in order. */
  requests: FcmRequest[];
  /** What every request is answered from now on. */
  answer(answer: FcmAnswer): void;
  /** No access token is to be had from now on. */
  refuseAccess(): void;
  /** Lets go of requests that hang; later ones find nobody at this address. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

export const accepted: FcmAnswer = {
  status: 200,
  body: { name: 'projects/demo-fcm/messages/1' },
};

export async function startFcmServer(): Promise<FcmServer> {
  const requests: FcmRequest[] = [];
  let current = accepted;
  let access = true;
  async function getAccessToken() {
    if (!access) throw new Error('the metadata server is away');
    return { access_token: 'access', expires_in: 3600 };
  }
  const { app, leave, close } = await startGoogleServer(
    'demo-fcm',
    (request, response) => {
      void text(request).then((body) => {
        const { method, url: path, headers } = request;
        requests.push({ method, path, headers, body: JSON.parse(body) });
        if (current === 'hang') return;
        const json = typeof current.body !== 'string';
        response.writeHead(current.status, {
          'content-type': json ? 'application/json' : 'text/html',
          ...current.headers,
        });
        response.end(json ? JSON.stringify(current.body) : current.body);
      });
    },
    getAccessToken,
  );

  return {
    messaging: getMessaging(app),
    requests,
    answer(answer) {
      current = answer;
    },
    refuseAccess() {
      access = false;
    },
    leave,
    close,
  };
}
