// Tells an API of the team whether a token is good (RFC 7662): by the stored session, never by the token's word.
import { isAccount } from '../domain/account/account.ts';
import { beginDraft } from '../domain/account/decision.ts';
import { findOpen } from '../domain/account/draft.ts';
import { isConfirmed } from '../domain/account/view.ts';
import { requireLive } from '../domain/session/lifetime.ts';
import { type Moment, secondOf } from '../domain/session/policy.ts';
import { SessionError } from '../errors.ts';
import type { Services, SessionClaims } from '../services.ts';
import { momentOf, readAccount, type ReadServices } from './changeAccount.ts';

/** Times in seconds since 1970 (RFC 7519 NumericDate). */
interface Active {
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
}

export type Introspection = { active: false } | Active;

type IntrospectServices = ReadServices & Pick<Services, 'tokens' | 'accounts'>;

/**
 * An access token, with any hint; what else it may be, the hint has to say (`refresh_token`, `id_token`,
 * `session_cookie`). `{active: false}` for anything doubtful; a forged token costs no database access.
 */
export async function introspectToken(
  services: IntrospectServices,
  token: string,
  hint: string | null = null,
): Promise<Introspection> {
  const moment = momentOf(services);
  // A hint is no more than that: an access token is taken with any (RFC 7662 §2.1).
  for (const read of [readHinted, readAccessToken]) {
    try {
      const active = await read(services, token, moment, hint);
      if (active) return active;
    } catch (error) {
      const isRefused = error instanceof SessionError && error.reason !== 'unavailable';
      if (!isRefused) throw error;
    }
  }
  return { active: false };
}

/** null, or a SessionError, for what is not such a token, or not good. */
async function readHinted(
  services: IntrospectServices,
  token: string,
  moment: Moment,
  hint: string | null,
): Promise<Active | null> {
  const { accounts } = services;
  if (hint === 'refresh_token') return await readRefreshToken(services, token, moment);
  if (hint === 'id_token') {
    return await told(services, hint, await accounts.verifyIdToken(token), moment);
  }
  if (hint === 'session_cookie') {
    return await told(services, hint, await accounts.verifySessionCookie(token), moment);
  }
  return null;
}

async function readRefreshToken(
  services: IntrospectServices,
  token: string,
  moment: Moment,
): Promise<Active | null> {
  const parts = await services.tokens.parseRefreshToken(token);
  if (!parts) return null;
  const { accountId, sessionId, nonce } = parts;
  const session = await readAccount(services, accountId, moment, ({ stored }) => {
    const draft = isAccount(stored) ? beginDraft(stored, moment) : null;
    const open = draft && findOpen(draft, sessionId)?.[1].session;
    return open ? { ...draft.account, ...open } : null;
  });
  if (session?.refresh.currentNonce !== nonce) return null;
  return {
    active: true,
    token_type: 'refresh_token',
    ...{ sub: session.userId, sid: sessionId, device_id: session.deviceId },
    ...{ tenant_id: session.tenantId, confirmed: session.confirmed },
    exp: secondOf(session.expiresAt),
    iat: secondOf(session.refresh.rotatedAt),
  };
}

async function readAccessToken(
  services: IntrospectServices,
  token: string,
  moment: Moment,
): Promise<Active | null> {
  const claims = await services.tokens.verifyAccessToken(token, moment.now);
  const active = await told(services, 'Bearer', claims, moment);
  return active && { ...active, ...claims.told };
}

/** Tenant and standing as the session is stored, since an access token names no tenant. Throws where it has ended. */
async function told(
  { sessions, tokens }: IntrospectServices,
  token_type: Active['token_type'],
  claims: (SessionClaims & { tenantId?: string | null }) | null,
  { now }: Moment,
): Promise<Active | null> {
  if (!claims) return null;
  const { userId, sessionId, deviceId } = claims;
  const [found, deviceHashes] = await Promise.all([
    sessions.findView(sessionId),
    tokens.hashDevice(sessionId, deviceId),
  ]);
  const { tenantId = found?.tenantId ?? null } = claims;
  const caller = { userId, tenantId, sessionId, deviceId, deviceHashes };
  const session = requireLive(found, caller, now);
  return {
    active: true,
    token_type,
    ...{ sub: userId, sid: sessionId, device_id: deviceId, tenant_id: tenantId },
    confirmed: isConfirmed(session, { now }),
    exp: Math.min(claims.expiresAt, secondOf(session.expiresAt)),
    iat: claims.issuedAt,
  };
}
