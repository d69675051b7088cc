// The page of one person in React: signed in or not, and the screen "Active sessions".
import { createSessionsClient, popupReauthentication } from '@device-sessions/client';
import { ActiveSessions, useSessions } from '@device-sessions/client/react';
import { app, issuer } from './firebase';
import { deleteWhatTheAppKeeps } from './appData';

/** One for the whole app, made outside of every component. */
export const sessions = createSessionsClient(app, { issuer });

sessions.onEnded(async ({ wipe }) => {
  if (wipe) await deleteWhatTheAppKeeps();
});

// "No" may be refused; the element says so, and offers this.
const reauthenticate = popupReauthentication(app);

export function Account({ signIn }: { signIn: () => void }) {
  const { user, ended, failed, retry, waiting } = useSessions(app, sessions);
  if (failed) return <button onClick={retry}>The server could not be reached. Try again</button>;
  if (user === null) {
    return (
      <>
        {ended && <p role="alert">{whyOf(ended.revokedReason)}</p>}
        <button onClick={signIn}>Sign in</button>
      </>
    );
  }
  return (
    <>
      <ActiveSessions
        client={sessions}
        waiting={waiting}
        reauthenticate={reauthenticate}
        changePasswordUrl="/change-password"
      />
      <button onClick={() => sessions.signOut()}>Sign out</button>
    </>
  );
}

/** Why nobody is signed in any more, in a sentence; the other reasons as you need them. */
function whyOf(revokedReason: string | null): string {
  if (revokedReason === 'replaced') {
    return 'This device was signed in again elsewhere. If that was not you, change your password.';
  }
  if (revokedReason === 'account') return 'Your account was changed. Nothing was deleted here.';
  return 'You were signed out.';
}
