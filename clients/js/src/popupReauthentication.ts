// A sign-in beside the one in use, whose ID token proves that the person is here. The user in use keeps
// the session: an SDK's own "reauthenticate" would cost it.
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import {
  browserPopupRedirectResolver,
  GoogleAuthProvider,
  inMemoryPersistence,
  initializeAuth,
  signInWithPopup,
  type Auth,
  type AuthProvider,
} from 'firebase/auth';

export interface PopupOptions {
  provider?: AuthProvider;
  /** Such as connecting it to the emulator. */
  prepare?(auth: Auth): void;
}

/** The `reauthenticate` of <active-sessions> by a provider's popup; null where the person closes it. */
export function popupReauthentication(
  app: FirebaseApp,
  { provider = new GoogleAuthProvider(), prepare }: PopupOptions = {},
): () => Promise<string | null> {
  return async () => {
    const beside = initializeApp(app.options, `reauthentication-${Date.now()}`);
    try {
      const auth = initializeAuth(beside, {
        persistence: inMemoryPersistence,
        popupRedirectResolver: browserPopupRedirectResolver,
      });
      prepare?.(auth);
      const { user } = await signInWithPopup(auth, provider);
      return await user.getIdToken();
    } catch {
      return null;
    } finally {
      await deleteApp(beside);
    }
  };
}
