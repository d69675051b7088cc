// The tokens for APIs beside Firebase: kept, and refreshed by one tab for all.
import type { Context } from './context.ts';
import type { TokenResponse } from './contract.ts';
import type { Ending } from './ending.ts';
import { Refusal, saysSessionEnded, signInRequired } from './refusal.ts';
import type { Registration } from './registration.ts';
import type { KeptSession } from './storage.ts';

export interface Tokens {
  /** A token that has not run out. `refused` is one that an API has just turned down. */
  accessToken(refused?: string): Promise<string>;
  /**
   * `fetch` with the access token; after a 401 once more with a new one. Throws a TypeError for an
   * origin that is not the app's, the issuer's or one of `apiOrigins`: the token is for nobody else.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}

/** Asked for this long before its end, a token is refreshed: it may be on its way for a while. */
const marginMilliseconds = 20_000;

/** What a try came to: a token, or the server's word that the session has ended. */
type Refreshed = string | { refusal: Refusal; sessionId: string };

export interface TokensOptions {
  context: Context;
  ending: Pick<Ending, 'end' | 'serve' | 'notice'>;
  /** Whether this installation has gone on from a session that has ended. */
  continues: Registration['continues'];
  /** Who may see the access token. */
  origins: readonly (string | undefined)[];
}

export function makeTokens({ context, ending, continues, origins }: TokensOptions): Tokens {
  const { memory, keptSession, inTurn, now, repeat, callOnce, transports } = context;

  const isGood = (session: KeptSession, refused?: string) =>
    session.accessToken !== refused &&
    session.accessTokenEndsAt - marginMilliseconds > now() &&
    now() >= (session.accessTokenFrom ?? 0);

  async function requireKept(): Promise<KeptSession> {
    const session = await keptSession();
    if (session) return session;
    await ending.notice();
    throw signInRequired();
  }

  /** Reads what is kept again: another tab may have been here before us. */
  async function tryToRefresh(refused?: string): Promise<Refreshed> {
    const session = await requireKept();
    if (isGood(session, refused)) return session.accessToken;
    const { refreshToken, sessionId } = session;
    try {
      const answer = await callOnce('refreshTokens', {
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      });
      const kept = await keptSession();
      // Who has signed out meanwhile gets none; what another tab without our lock has kept stays.
      if (kept?.userId !== session.userId) throw signInRequired();
      if (kept.refreshToken !== refreshToken) return kept.accessToken;
      const renewed = { ...session, ...fromResponse(answer, now()) };
      await memory.write('session', renewed);
      ending.serve(sessionId);
      return renewed.accessToken;
    } catch (error) {
      if (!(error instanceof Refusal) || !endsSession(error)) throw error;
      const kept = await keptSession();
      // What was judged is kept no more.
      if (kept && kept.refreshToken !== refreshToken) return await tryToRefresh(refused);
      return { refusal: error, sessionId };
    }
  }

  const tokens: Tokens = {
    async accessToken(refused) {
      const session = await requireKept();
      if (isGood(session, refused)) return session.accessToken;
      for (let isAgain = false; ; isAgain = true) {
        const refreshed = await inTurn(() => repeat(() => tryToRefresh(refused)));
        if (typeof refreshed === 'string') return refreshed;
        // After the turn, for another call may need it.
        const { refusal, sessionId } = refreshed;
        if (isAgain || !(await continues(refusal, sessionId))) {
          await ending.end(refusal, sessionId);
          throw refusal;
        }
      }
    },

    async fetch(input, init) {
      const request = new Request(input, init);
      const origin = originOf(request.url);
      if (!origin || !origins.includes(origin)) {
        throw new TypeError(`Not in apiOrigins: ${origin}`);
      }
      const token = await tokens.accessToken();
      const answer = await transports.fetch(authorized(request.clone(), token));
      return answer.status === 401
        ? await transports.fetch(authorized(request, await tokens.accessToken(token)))
        : answer;
    },
  };
  return tokens;
}

/** By the text alone: React Native's URL has no parts to read. */
export function originOf(url: string | undefined): string | undefined {
  return /^https?:\/\/[^/?#]+/.exec(url ?? '')?.[0];
}

/** The part of a kept session that a token response renews. */
export function fromResponse(
  { access_token, expires_in, refresh_token }: TokenResponse,
  now: number,
): Pick<KeptSession, 'accessToken' | 'accessTokenEndsAt' | 'accessTokenFrom' | 'refreshToken'> {
  return {
    accessToken: access_token,
    accessTokenEndsAt: now + expires_in * 1000,
    accessTokenFrom: now,
    refreshToken: refresh_token,
  };
}

function endsSession({ reason }: Refusal): boolean {
  return saysSessionEnded(reason) || reason === 'token_invalid';
}

function authorized(request: Request, token: string): Request {
  request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}
