// Google, as the Admin SDK of another process sees it by HTTPS: access tokens, FCM and Cloud Tasks. It
// keeps what it is asked; told to refuse, it repeats in its errors all that it was sent.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { PushKind } from '../../../src/domain/push/pushMessage.ts';
import type { FcmMessage } from '../../../src/domain/push/fcmPayload.ts';

export interface Google {
  /** Plain HTTP, whatever host is asked for. */
  port: number;
  /** Every push that came in, in order, accepted or not. */
  pushes: FcmMessage[];
  /** The tasks that came in, as sent. */
  tasks: string[];
  /** The access token that it gives. */
  accessToken: string;
  /** 200 accepts; any other status is an error that repeats the request. */
  answer(status: 200 | 400 | 500): void;
  close(): Promise<void>;
}

export function actionOf({ data }: FcmMessage): PushKind {
  return data?.action as PushKind;
}

export async function startGoogle(): Promise<Google> {
  let current = 200;
  const accessToken = `ya29.${Buffer.from('access to everything').toString('base64url')}`;
  const pushes: FcmMessage[] = [];
  const tasks: string[] = [];

  function answerTo(path: string, headers: IncomingHttpHeaders, body: string): object {
    if (path === '/token') return { access_token: accessToken, expires_in: 3599 };
    if (path.endsWith('/messages:send')) {
      pushes.push((JSON.parse(body) as { message: FcmMessage }).message);
    } else {
      tasks.push(body);
    }
    if (current === 200) return { name: 'projects/demo/messages/1' };
    const message = `cannot do ${path} with ${body} for ${headers.authorization}`;
    const status = current === 400 ? 'INVALID_ARGUMENT' : 'INTERNAL';
    return { error: { code: current, status, message } };
  }

  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const answer = answerTo(request.url ?? '', request.headers, body);
      const status = 'error' in answer ? current : 200;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    pushes,
    tasks,
    accessToken,
    answer(status) {
      current = status;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
