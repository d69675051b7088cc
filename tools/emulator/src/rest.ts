// The REST side of the port: what the Firebase CLI, the Functions emulator and tests use. Documents are not
// served over REST: without rules nobody but the Admin SDK may have them, and it speaks gRPC.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isOwner, ownerOnly } from './credential.ts';
import type { Databases } from './database.ts';
import type { Statistics } from './statistics.ts';
import { parseEventarcTrigger, parseLegacyTrigger } from './triggers/registration.ts';
import type { Triggers } from './triggers/triggers.ts';

interface RestRequest {
  method: string;
  /** The groups of the route's path. */
  groups: string[];
  query: URLSearchParams;
  body: string;
  authorization: string | undefined;
}

interface RestResponse {
  status: number;
  body: object | string;
}

interface Route {
  methods: string[];
  path: RegExp;
  answer(request: RestRequest): RestResponse | Promise<RestResponse>;
}

const done: RestResponse = { status: 200, body: {} };

export function createRestHandler(
  databases: Databases,
  triggers: Triggers,
  statistics: Statistics,
): RequestListener {
  const routes: Route[] = [
    { methods: ['GET'], path: /^\/$/, answer: () => ({ status: 200, body: 'Ok\n' }) },
    {
      methods: ['GET', 'DELETE'],
      path: /^\/embedded\/v1\/stats$/,
      answer({ method }) {
        if (method === 'DELETE') statistics.reset();
        return { status: 200, body: statistics.snapshot() };
      },
    },
    {
      methods: ['DELETE'],
      path: /^\/emulator\/v1\/projects\/([^/]+)\/databases\/\(default\)\/documents$/,
      async answer({ groups: [project] }) {
        await databases.clear(project!);
        return done;
      },
    },
    {
      methods: ['POST', 'PUT', 'DELETE'],
      path: /^\/emulator\/v1\/projects\/([^/]+)\/eventarcTrigger$/,
      answer({ method, groups: [project], query, body }) {
        const id = query.get('eventarcTriggerId') ?? '';
        if (method === 'DELETE') return unregister(project!, id);
        triggers.register(parseEventarcTrigger(project!, id, JSON.parse(body)));
        return done;
      },
    },
    {
      methods: ['PUT', 'DELETE'],
      path: /^\/emulator\/v1\/projects\/([^/]+)\/triggers\/(.+)$/,
      answer({ method, groups: [project, id], body }) {
        if (method === 'DELETE') return unregister(project!, id!);
        triggers.register(parseLegacyTrigger(project!, id!, JSON.parse(body)));
        return done;
      },
    },
    // The Firebase CLI sends the rules again when their file changes; they have no effect here.
    {
      methods: ['PUT'],
      path: /^\/emulator\/v1\/projects\/[^/]+:securityRules$/,
      answer: () => done,
    },
    {
      methods: ['POST'],
      path: /^\/emulator\/v1\/projects\/[^/]+:(export|import)$/,
      answer: ({ groups: [action] }) =>
        errorOf(501, 'UNIMPLEMENTED', `The embedded Firestore can not ${action} data.`),
    },
    {
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      path: /^\/(v1|google\.firestore\.v1\.Firestore)\//,
      answer: ({ authorization }) =>
        isOwner(authorization)
          ? errorOf(501, 'UNIMPLEMENTED', 'The embedded Firestore serves documents over gRPC only.')
          : errorOf(403, 'PERMISSION_DENIED', ownerOnly),
    },
  ];

  function unregister(project: string, id: string): RestResponse {
    return triggers.unregister(project, id) ? done : errorOf(404, 'NOT_FOUND', `No trigger ${id}.`);
  }

  async function answer(request: IncomingMessage): Promise<RestResponse> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = decodeURIComponent(url.pathname);
    const method = request.method ?? 'GET';
    const matching = routes.filter((route) => route.path.test(path));
    const route = matching.find(({ methods }) => methods.includes(method));
    if (!route) {
      return matching.length > 0
        ? errorOf(405, 'INVALID_ARGUMENT', `${method} is not for ${path}.`)
        : errorOf(404, 'NOT_FOUND', `Nothing is served at ${path}.`);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return route.answer({
      method,
      groups: route.path.exec(path)?.slice(1) ?? [],
      query: url.searchParams,
      body: Buffer.concat(chunks).toString(),
      authorization: request.headers.authorization,
    });
  }

  return (request, response) => {
    answer(request)
      .catch((error: unknown) => errorOf(400, 'INVALID_ARGUMENT', String(error)))
      .then(({ status, body }) => send(response, status, body))
      .catch(() => response.destroy());
  };
}

function errorOf(code: number, status: string, message: string): RestResponse {
  return { status: code, body: { error: { code, message, status } } };
}

function send(response: ServerResponse, status: number, body: object | string): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/plain' : 'application/json',
    // A web app's browser shows the refusal only to a page that may read it.
    'access-control-allow-origin': '*',
  });
  response.end(isText ? body : JSON.stringify(body));
}
