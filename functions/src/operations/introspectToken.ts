// Tells an API of the team whether a token is good (RFC 7662): by the stored session, never by the token's word.
import { requireLive } from '../domain/session/lifetime.ts';
import { isAccount } from '../domain/account/account.ts';
import { isConfirmed, type SessionView } from '../domain/account/view.ts';
import type { Known } from '../domain/account/draft.ts';
import { beginDraft } from '../domain/account/aging.ts';
import { findOpen } from '../domain/account/draft.ts';
import type { Moment } from '../domain/session/moment.ts';
import type { AccessTokenClaims } from '../domain/refresh/tokens.ts';
import { SessionError } from '../errors.ts';
import type { IdTokenClaims, Services } from '../services.ts';
import { readAccount } from './changeAccount.ts';
import { momentOf } from './moment.ts';

/** Times in seconds since 1970 (RFC 7519 NumericDate). */
export type Introspection =
  | { active: false }
  | {
      active: true;
      token_type: 'Bearer' | 'refresh_token' | 'id_token' | 'session_cookie';
      sub: string;
      sid: string;
      device_id: string;
      /** null outside of tenants. */
      tenant_id: string | null;
      confirmed: boolean;
      exp: number;
      iat: number;
      client_id?: string;
      iss?: string;
      aud?: string;
      jti?: string;
    };

type IntrospectServices = Pick<
  Services,
  'sessions' | 'tokens' | 'accounts' | 'now' | 'policy' | 'newId'
>;

const inactive: Introspection = { active: false };

/**
 * An access token, with any hint; what else it may be, the hint has to say (`refresh_token`, `id_token`,
 * `session_cookie`). `{active: false}` for anything doubtful; a forged token costs no database access.
 */
export async function introspectToken(
  services: IntrospectServices,
  token: string,
  hint: string | null = null,
): Promise<Introspection> {
  const now = services.now();
  const hinted = await orInactive(introspectHinted(services, token, hint, now));
  if (hinted.active) return hinted;
  // A hint is no more than that: an access token is taken with any (RFC 7662 §2.1).
  return await orInactive(
    services.tokens
      .verifyAccessToken(token, now)
      .then((claims) => introspectAccessToken(services, claims, now)),
  );
}

async function introspectHinted(
  services: IntrospectServices,
  token: string,
  hint: string | null,
  now: Date,
): Promise<Introspection> {
  const { accounts } = services;
  switch (hint) {
    case 'refresh_token':
      return await introspectRefreshToken(services, token);
    case 'id_token':
      return await introspectFirebaseToken(
        services,
        hint,
        await accounts.verifyIdToken(token),
        now,
      );
    case 'session_cookie':
      return await introspectFirebaseToken(
        services,
        hint,
        await accounts.verifySessionCookie(token),
        now,
      );
    case null:
    default:
      return inactive;
  }
}

/** Whatever is doubtful about a token is no more than inactive. */
async function orInactive(introspected: Promise<Introspection>): Promise<Introspection> {
  try {
    return await introspected;
  } catch (error) {
    if (error instanceof SessionError && error.reason !== 'unavailable') return inactive;
    throw error;
  }
}

async function introspectRefreshToken(
  services: IntrospectServices,
  token: string,
): Promise<Introspection> {
  const parts = await services.tokens.parseRefreshToken(token);
  if (!parts) return inactive;
  const { accountId, sessionId, nonce } = parts;
  const decide = ({ stored }: Known, _: unknown, at: Moment) => {
    const draft = isAccount(stored) ? beginDraft(stored, at) : null;
    const session = draft && findOpen(draft, sessionId)?.[1].session;
    return session ? { ...draft.account, ...session } : null;
  };
  const session = await readAccount(services, accountId, decide, null, momentOf(services));
  if (session?.refresh.currentNonce !== nonce) return inactive;
  return {
    active: true,
    token_type: 'refresh_token',
    ...named(session, session, session.confirmed),
    exp: toSeconds(session.expiresAt),
    iat: toSeconds(session.refresh.rotatedAt),
  };
}

/** Whose token it is; tenant and standing as the session is stored, whatever the token says. */
function named(
  { userId, sessionId, deviceId }: { userId: string; sessionId: string; deviceId: string },
  { tenantId }: Pick<SessionView, 'tenantId'>,
  confirmed: boolean,
) {
  return {
    ...{ sub: userId, sid: sessionId, device_id: deviceId },
    ...{ tenant_id: tenantId, confirmed },
  };
}

/** Throws a SessionError where the session has ended, or is not the token's. */
async function introspectAccessToken(
  services: IntrospectServices,
  claims: AccessTokenClaims,
  now: Date,
): Promise<Introspection> {
  const session = await requireLiveSessionOf(services, claims, now);
  return {
    active: true,
    token_type: 'Bearer',
    ...named(claims, session, isConfirmed(session, { now })),
    exp: Math.min(toSeconds(claims.expiresAt), toSeconds(session.expiresAt)),
    iat: toSeconds(claims.issuedAt),
    client_id: claims.clientId,
    iss: claims.issuer,
    aud: claims.audience,
    jti: claims.tokenId,
  };
}

/** Throws a SessionError where the session has ended, or is not the token's. */
async function introspectFirebaseToken(
  services: IntrospectServices,
  kind: 'id_token' | 'session_cookie',
  claims: IdTokenClaims | null,
  now: Date,
): Promise<Introspection> {
  if (!claims) return inactive;
  const session = await requireLiveSessionOf(services, claims, now);
  if (session.tenantId !== claims.tenantId) return inactive;
  return {
    active: true,
    token_type: kind,
    ...named(claims, session, isConfirmed(session, { now })),
    exp: Math.min(claims.expiresAt, toSeconds(session.expiresAt)),
    iat: claims.issuedAt,
  };
}

async function requireLiveSessionOf(
  { sessions, tokens }: IntrospectServices,
  { sessionId, userId, deviceId }: { sessionId: string; userId: string; deviceId: string },
  now: Date,
): Promise<SessionView> {
  const [found, deviceHashes] = await Promise.all([
    sessions.findView(sessionId),
    tokens.hashDevice(sessionId, deviceId),
  ]);
  const { tenantId = null } = found ?? {};
  return requireLive(found, { userId, tenantId, sessionId, deviceId, deviceHashes }, now);
}

function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
