// The tokens for APIs beside Firebase: kept, and refreshed by one tab for all.
import type { Context } from './context.ts';
import type { TokenResponse } from './contract.ts';
import type { Ending } from './ending.ts';
import { Refusal } from './refusal.ts';
import type { KeptSession } from './storage.ts';

export interface Tokens {
  /** A token that has not run out. `refused` is one that an API has just turned down. */
  accessToken(refused?: string): Promise<string>;
  /** `fetch` with the access token; after a 401 once more with a new one. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}

/** Asked for this long before its end, a token is refreshed: it may be on its way for a while. */
const marginMilliseconds = 20_000;

export function makeTokens(context: Context, { end }: Pick<Ending, 'end'>): Tokens {
  const { memory, locks, now, post, transports } = context;

  const isGood = (session: KeptSession, refused?: string) =>
    session.accessToken !== refused && session.accessTokenEndsAt - marginMilliseconds > now();

  async function requireKept(): Promise<KeptSession> {
    const session = await memory.read('session');
    if (session === null) throw new Refusal({ reason: 'sign_in_required' });
    return session;
  }

  /** Runs under the lock. Another tab may have been here before us: then its tokens serve. */
  async function refresh(refused?: string): Promise<string> {
    const session = await requireKept();
    if (isGood(session, refused)) return session.accessToken;
    const { refreshToken } = session;
    try {
      const answer = await post('refreshTokens', {
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      });
      // Whatever answered so was not the server: the token at hand may still be good.
      if (typeof answer?.refresh_token !== 'string') throw new Error('No tokens in the answer');
      const renewed = { ...session, ...fromResponse(answer, now()) };
      const kept = await memory.read('session');
      if (kept?.sessionId === session.sessionId) await memory.write('session', renewed);
      return renewed.accessToken;
    } catch (error) {
      if (!(error instanceof Refusal) || !endsSession(error)) throw error;
      const kept = await memory.read('session');
      // Without a lock across tabs another one may have refreshed meanwhile; its token is the good one.
      if (kept !== null && kept.refreshToken !== refreshToken) return await refresh(refused);
      if (kept !== null) await end(error);
      throw error;
    }
  }

  const tokens: Tokens = {
    async accessToken(refused) {
      const session = await requireKept();
      if (isGood(session, refused)) return session.accessToken;
      return await locks.request('device-sessions.refresh', () => refresh(refused));
    },

    async fetch(input, init) {
      const request = new Request(input, init);
      const token = await tokens.accessToken();
      const answer = await transports.fetch(authorized(request.clone(), token));
      if (answer.status !== 401) return answer;
      return await transports.fetch(authorized(request, await tokens.accessToken(token)));
    },
  };
  return tokens;
}

/** The part of a kept session that a token response renews. */
export function fromResponse(
  { access_token, expires_in, refresh_token }: TokenResponse,
  now: number,
): Pick<KeptSession, 'accessToken' | 'accessTokenEndsAt' | 'refreshToken'> {
  return {
    accessToken: access_token,
    accessTokenEndsAt: now + expires_in * 1000,
    refreshToken: refresh_token,
  };
}

function endsSession({ reason }: Refusal): boolean {
  return ['session_revoked', 'session_expired', 'token_invalid'].includes(reason);
}

function authorized(request: Request, token: string): Request {
  request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}
