// The backend's contract in memory, and browsers with tabs in front of it. Answers and requests can
// be lost; what the server did is then done all the same.
import type { DeviceSession, PushReach, RefusalDetails } from '../src/core/contract.ts';
import type { HttpAnswer, Identity, Transports } from '../src/core/options.ts';

interface Live {
  view: DeviceSession;
  userId: string;
  nonce: string;
  refresh: string;
  previous: string | null;
  ended: RefusalDetails | null;
}

type Input = Record<string, unknown>;

/** How the SDK says it: an error whose details are the server's. */
class CallError extends Error {
  readonly code: string;
  readonly details: RefusalDetails | undefined;
  constructor(code: string, details?: RefusalDetails) {
    super(code);
    this.code = `functions/${code}`;
    this.details = details;
  }
}

const refused = (reason: RefusalDetails['reason'], more: object = {}) =>
  new CallError('unauthenticated', { reason, ...more });

export function fakeServer() {
  const sessions = new Map<string, Live>();
  const attempts = new Map<string, string>();
  let counter = 0;
  const next = (name: string) => `${name}${++counter}`;
  const server = {
    sessions,
    calls: [] as { name: string; data: Input }[],
    pushes: 'ok' as PushReach,
    /** Decides what gets lost: the request before it is handled, or the answer afterwards. */
    lose: (_name: string): 'request' | 'answer' | null => null,
    /** Answers in place of the server, as a proxy in between may. */
    intercept: (_name: string): HttpAnswer | null => null,
    end(sessionId: string, details: RefusalDetails = { reason: 'session_revoked' }) {
      const session = sessions.get(sessionId);
      if (session) session.ended = details;
    },
    live: () => [...sessions.values()].filter(({ ended }) => ended === null),
    count: (name: string) => server.calls.filter((call) => call.name === name).length,

    async call(name: string, data: Input, identity: Identity | null): Promise<unknown> {
      server.calls.push({ name, data });
      const lost = server.lose(name);
      if (lost === 'request') throw new CallError('internal');
      const answer = handle(name, data, identity);
      if (lost === 'answer') throw new CallError('internal');
      return answer;
    },

    async post(name: string, data: Input): Promise<HttpAnswer> {
      server.calls.push({ name, data });
      const intercepted = server.intercept(name);
      if (intercepted) return intercepted;
      const lost = server.lose(name);
      if (lost === 'request') throw new TypeError('fetch failed');
      const answer = handlePost(name, data);
      if (lost === 'answer') throw new TypeError('fetch failed');
      return answer;
    },
  };

  function answerOf(session: Live, deviceToken: string) {
    return {
      session: { ...session.view },
      customToken: `custom:${session.userId}:${session.view.sessionId}`,
      tokens: tokensOf(session),
      deviceToken,
    };
  }

  function register(data: Input, identity: Identity) {
    if (identity.sessionId !== null) throw refused('recent_sign_in_required');
    const attempt = `${identity.userId}:${String(data['attempt'])}`;
    const known = sessions.get(attempts.get(attempt) ?? '');
    if (known && known.ended === null) return answerOf(known, known.nonce);
    const nonce = (data['deviceToken'] as string | undefined) ?? next('nonce');
    for (const other of server.live()) {
      const isOwn = other.userId === identity.userId && other.nonce === nonce;
      if (isOwn) other.ended = { reason: 'session_revoked', revokedReason: 'replaced' };
    }
    const sessionId = next('session');
    const session: Live = {
      view: {
        sessionId,
        deviceName: String(data['deviceName']),
        deviceType: 'WEB',
        platform: null,
        appVersion: null,
        location: null,
        createdAt: '2026-11-25T12:00:00.000Z',
        lastActiveAt: '2026-11-25T12:00:00.000Z',
        expiresAt: '2026-12-25T12:00:00.000Z',
        confirmed: true,
        signals: [],
        isCurrentDevice: true,
        signInProvider: 'password',
        secondFactor: false,
        officialApp: null,
      },
      userId: identity.userId,
      nonce,
      refresh: next('refresh'),
      previous: null,
      ended: null,
    };
    sessions.set(sessionId, session);
    attempts.set(attempt, sessionId);
    return answerOf(session, nonce);
  }

  function handle(name: string, data: Input, identity: Identity | null): unknown {
    if (identity === null) throw refused('sign_in_required');
    if (name === 'registerSession') return register(data, identity);
    if (identity.sessionId === null) throw refused('session_required');
    const own = sessions.get(identity.sessionId);
    if (!own) throw refused('session_expired');
    if (own.ended !== null) {
      if (name === 'signOut') return {};
      throw new CallError('unauthenticated', own.ended);
    }
    const named = sessions.get(String(data['sessionId']));
    switch (name) {
      case 'updateSession':
        return { session: { ...own.view }, unconfirmed: [], pushes: server.pushes };
      case 'listSessions':
        return { sessions: server.live().map(({ view }) => ({ ...view })), pushes: server.pushes };
      case 'signOut':
        own.ended = { reason: 'session_revoked', revokedReason: 'sign_out' };
        return {};
      case 'answerLogin':
        if (!own.view.confirmed) {
          throw new CallError('permission-denied', {
            reason: 'session_unconfirmed',
            retryAfterSeconds: 604_800,
            confirmBy: ['other_provider'],
          });
        }
        if (named && data['wasMe'] === false) named.ended = { reason: 'session_revoked' };
        return { session: named?.view };
      case 'revokeSession':
        if (named) named.ended = { reason: 'session_revoked', revokedReason: 'user' };
        return { sessionId: data['sessionId'], revoked: true };
      default:
        throw new CallError('not-found');
    }
  }

  function tokensOf(session: Live) {
    return {
      access_token: next('access'),
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: session.refresh,
    };
  }

  function handlePost(name: string, data: Input): HttpAnswer {
    const token = String(data['refresh_token'] ?? data['token']);
    const session = [...sessions.values()].find(
      ({ refresh, previous }) => refresh === token || previous === token,
    );
    switch (name) {
      case 'refreshTokens':
        if (!session) return { status: 401, body: { error: 'x', reason: 'token_invalid' } };
        if (session.ended) return { status: 401, body: { error: 'x', ...session.ended } };
        if (session.refresh === token) {
          session.previous = token;
          session.refresh = next('refresh');
        }
        return { status: 200, body: tokensOf(session) };
      case 'revokeToken':
        if (session) session.ended ??= { reason: 'session_revoked', revokedReason: 'sign_out' };
        return { status: 200, body: null };
      case 'confirmLogout':
        return { status: 200, body: { logoutConfirmedAt: '2026-11-25T12:03:00.000Z' } };
      default:
        return { status: 404, body: null };
    }
  }
  return server;
}

export type FakeServer = ReturnType<typeof fakeServer>;

/** What the tabs of one browser share: who is signed in to Firebase. */
export function fakeBrowser(server: FakeServer) {
  const browser = {
    identity: null as Identity | null,
    /** What an API answers to an access token. */
    api: (_token: string, _body: string) => new Response('fine'),
    signIn(userId: string, signedInAt = 1000) {
      browser.identity = { userId, sessionId: null, signedInAt };
    },
    transports: (): Transports => ({
      call: async (name, data) => server.call(name, data as Input, browser.identity),
      post: async (name, body) => server.post(name, body as Input),
      identity: async () => browser.identity,
      async signInWithCustomToken(token) {
        const [, userId = '', sessionId = ''] = token.split(':');
        const signedInAt = browser.identity?.signedInAt ?? 0;
        browser.identity = { userId, sessionId, signedInAt };
      },
      async signOut() {
        browser.identity = null;
      },
      fetch: async (request) =>
        browser.api(
          (request.headers.get('authorization') ?? '').replace('Bearer ', ''),
          await request.text(),
        ),
    }),
  };
  return browser;
}
