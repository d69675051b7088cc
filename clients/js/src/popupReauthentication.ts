// A sign-in beside the one in use, whose ID token proves that the person is here. The user in use keeps
// the session: an SDK's own "reauthenticate" would cost it.
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import {
  browserPopupRedirectResolver,
  getMultiFactorResolver,
  GoogleAuthProvider,
  inMemoryPersistence,
  initializeAuth,
  PhoneAuthProvider,
  PhoneMultiFactorGenerator,
  RecaptchaVerifier,
  signInWithPopup,
  TotpMultiFactorGenerator,
  type Auth,
  type AuthProvider,
  type MultiFactorError,
  type MultiFactorInfo,
  type MultiFactorResolver,
  type PhoneMultiFactorInfo,
  type User,
} from 'firebase/auth';

/** How a person can prove, on this very device, that the session is theirs. */
export type Proof = 'second_factor' | 'other_provider';

/** Where the code comes from: an authenticator app, or a message to a number that ends like this. */
export type CodeHint = { kind: 'totp' } | { kind: 'sms'; phoneNumber: string };

/** Asks the person for the code of their second factor; null where they give up. */
export type AskCode = (hint: CodeHint) => Promise<string | null>;

/**
 * Gives an ID token of a sign-in just made by that proof; null where the person gave up. Rejects where
 * it failed, which is shown.
 */
export type Reauthenticate = (proof: Proof, askCode?: AskCode) => Promise<string | null>;

export interface PopupOptions {
  provider?: AuthProvider;
  /** Such as connecting it to the emulator. */
  prepare?(auth: Auth): void;
}

const givenUp = /^auth\/(popup-closed-by-user|cancelled-popup-request|user-cancelled)$/;

export function popupReauthentication(
  app: FirebaseApp,
  { provider = new GoogleAuthProvider(), prepare }: PopupOptions = {},
): Reauthenticate {
  return async (_proof, askCode) => {
    const beside = initializeApp(app.options, `reauthentication-${Date.now()}`);
    try {
      const auth = initializeAuth(beside, {
        persistence: inMemoryPersistence,
        popupRedirectResolver: browserPopupRedirectResolver,
      });
      prepare?.(auth);
      const user = await signInWithPopup(auth, provider).then(
        (signedIn) => signedIn.user,
        (error: unknown) => withSecondFactor(auth, error, askCode),
      );
      return user && (await user.getIdToken());
    } catch (error) {
      if (givenUp.test(codeOf(error))) return null;
      throw error;
    } finally {
      await deleteApp(beside);
    }
  };
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code);
}

/** The provider was the first factor; the account has a second. */
async function withSecondFactor(
  auth: Auth,
  error: unknown,
  askCode: AskCode | undefined,
): Promise<User | null> {
  const isWanted = codeOf(error) === 'auth/multi-factor-auth-required';
  if (!isWanted || !askCode) throw error;
  const resolver = getMultiFactorResolver(auth, error as MultiFactorError);
  const totp = TotpMultiFactorGenerator.FACTOR_ID;
  const hint = resolver.hints.find(({ factorId }) => factorId === totp) ?? resolver.hints[0];
  if (!hint) throw error;
  return hint.factorId === totp
    ? await byTotp(resolver, hint, askCode)
    : await bySms(auth, resolver, hint as PhoneMultiFactorInfo, askCode);
}

async function byTotp(resolver: MultiFactorResolver, { uid }: MultiFactorInfo, askCode: AskCode) {
  const code = await askCode({ kind: 'totp' });
  if (code === null) return null;
  const assertion = TotpMultiFactorGenerator.assertionForSignIn(uid, code);
  return (await resolver.resolveSignIn(assertion)).user;
}

async function bySms(
  auth: Auth,
  resolver: MultiFactorResolver,
  hint: PhoneMultiFactorInfo,
  askCode: AskCode,
) {
  const place = document.body.appendChild(document.createElement('div'));
  const verifier = new RecaptchaVerifier(auth, place, { size: 'invisible' });
  try {
    const verificationId = await new PhoneAuthProvider(auth).verifyPhoneNumber(
      { multiFactorHint: hint, session: resolver.session },
      verifier,
    );
    const code = await askCode({ kind: 'sms', phoneNumber: hint.phoneNumber });
    if (code === null) return null;
    const credential = PhoneAuthProvider.credential(verificationId, code);
    const assertion = PhoneMultiFactorGenerator.assertion(credential);
    return (await resolver.resolveSignIn(assertion)).user;
  } finally {
    verifier.clear();
    place.remove();
  }
}
