// The user's account in Firebase Authentication, as far as sessions need it; each tenant has its own.
import type { BaseAuth, DecodedIdToken } from 'firebase-admin/auth';
import { unavailable } from '../deadline.ts';
import { methodsOf } from '../domain/registration/signIn.ts';
import { idPattern, type Owner } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { Accounts, IdTokenClaims } from '../services.ts';

type AuthLike = Pick<
  BaseAuth,
  'createCustomToken' | 'verifyIdToken' | 'getUser' | 'verifySessionCookie'
>;

export function firebaseAccounts(
  auth: AuthLike & { tenantManager(): { authForTenant(tenantId: string): AuthLike } },
): Accounts {
  const authOf = ({ tenantId }: Pick<Owner, 'tenantId'>): AuthLike =>
    tenantId === null ? auth : auth.tenantManager().authForTenant(tenantId);

  return {
    /** In production the runtime's service account needs the role Service Account Token Creator on itself. */
    async createCustomToken({ sessionId, deviceId, ...owner }, carriedClaims) {
      return await authOf(owner).createCustomToken(owner.userId, {
        ...carriedClaims,
        sid: sessionId,
        device_id: deviceId,
      });
    },

    async verifyReauthentication(idToken, owner) {
      // Also asks whether the account is disabled or all its tokens were revoked.
      const token = await unlessRefused(authOf(owner).verifyIdToken(idToken, true));
      if (!token) return null;
      return {
        userId: token.uid,
        tenantId: token.firebase.tenant ?? null,
        signedInAt: new Date(token.auth_time * 1000),
        methods: methodsOf(token),
      };
    },

    async findAccount(owner) {
      const user = await unlessRefused(authOf(owner).getUser(owner.userId), notFound);
      if (!user) return null;
      return {
        disabled: user.disabled,
        createdAt: timeOf(user.metadata.creationTime),
        tokensValidAfter: user.tokensValidAfterTime ? new Date(user.tokensValidAfterTime) : null,
        email: user.email ?? null,
      };
    },

    async verifyIdToken(idToken) {
      return toClaims(await unlessRefused(auth.verifyIdToken(idToken)));
    },

    async verifySessionCookie(cookie) {
      return toClaims(await unlessRefused(auth.verifySessionCookie(cookie)));
    },
  };
}

/** 1970 where the account does not say when it was made, as some imports do not. */
function timeOf(text: string | undefined): Date {
  const ms = Date.parse(text ?? '');
  return new Date(Number.isNaN(ms) ? 0 : ms);
}

const notFound = /^auth\/user-not-found$/;

/** What the Admin SDK says of a token that is malformed, foreign, expired, or of an account not in order. */
const badToken =
  /^auth\/(argument-error|invalid-\S+|\S*-expired|\S*-revoked|user-disabled|user-not-found|mismatching-tenant-id)$/;

/** null where Firebase refuses with such a code; whatever else fails passes through. */
async function unlessRefused<Found>(work: Promise<Found>, codes = badToken): Promise<Found | null> {
  try {
    return await work;
  } catch (error) {
    // The SDK says of keys that it could not fetch what it says of a bad token.
    if (/^Error fetching /.test((error as Error).message)) throw unavailable(error);
    if (codes.test(nameOfError(error))) return null;
    throw error;
  }
}

function toClaims(token: DecodedIdToken | null): IdTokenClaims | null {
  if (!token) return null;
  const { sid, device_id: deviceId } = token;
  if (typeof sid !== 'string' || typeof deviceId !== 'string' || !idPattern.test(sid)) {
    return null;
  }
  return {
    userId: token.uid,
    tenantId: token.firebase.tenant ?? null,
    sessionId: sid,
    deviceId,
    issuedAt: token.iat,
    expiresAt: token.exp,
  };
}
