// The screen "Active sessions" in React: the element does the work, this tells it apart from the page.
import { useEffect, useRef, useState } from 'react';
import { onAuthStateChanged, type User } from 'firebase/auth';
import '@device-sessions/client/element';
import type { ActiveSessions as ActiveSessionsElement } from '@device-sessions/client/element';
import {
  createSessionsClient,
  popupReauthentication,
  refusalIn,
  type Ended,
} from '@device-sessions/client';
import { app, auth } from './firebase';
import { deleteWhatTheAppKeeps } from './appData';

/** One for the whole app, made outside of every component. */
export const sessions = createSessionsClient(app, {
  issuer: 'https://us-central1-my-project.cloudfunctions.net',
});

sessions.onEnded(async ({ wipe }) => {
  if (wipe) await deleteWhatTheAppKeeps();
});

/** Who is signed in, with the session open; and why nobody is any more. */
export function useSession() {
  const [user, setUser] = useState<User | null>(null);
  const [ended, setEnded] = useState<Ended | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => sessions.onEnded(setEnded), []);

  useEffect(
    () =>
      onAuthStateChanged(auth, async (current) => {
        setUser(null);
        if (current === null) return;
        try {
          await sessions.start();
          setEnded(null);
          setFailed(false);
          setUser(current);
        } catch (error) {
          // A refusal has been told by onEnded, or asks for a new sign-in; anything else may pass.
          setFailed(refusalIn(error) === null);
        }
      }),
    [],
  );
  return { user, ended, failed };
}

export function ActiveSessions({ locale }: { locale?: string }) {
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element: ActiveSessionsElement = document.createElement('active-sessions');
    element.client = sessions;
    element.locale = locale;
    // "No" may be refused; the element says so, and offers this.
    element.reauthenticate = popupReauthentication(app);
    host.current?.replaceChildren(element);
    return () => element.remove();
  }, [locale]);

  return <div ref={host} />;
}

export function SignOutButton() {
  return <button onClick={() => sessions.signOut()}>Sign out</button>;
}
