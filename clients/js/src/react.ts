// React: a hook that opens the session and says why it is over, and <active-sessions> as a component.
import {
  createElement,
  useCallback,
  useEffect,
  useRef,
  useState,
  type ClassAttributes,
  type HTMLAttributes,
  type ReactElement,
} from 'react';
import { getAuth, onIdTokenChanged, type User } from 'firebase/auth';
import type { FirebaseApp } from 'firebase/app';
import type { SessionsClient } from './core/sessionsClient.ts';
import type { DeviceSession } from './core/contract.ts';
import type { Ended } from './core/ending.ts';
import { refusalIn } from './core/refusal.ts';
import type { Waiting } from './core/waiting.ts';
import './element/index.ts';
import type { ActiveSessions as ActiveSessionsElement } from './element/index.ts';

export interface SessionsState {
  /** Who is signed in, with the session open; null before that, and after it. */
  user: User | null;
  session: DeviceSession | null;
  /** Why nobody is signed in any more: for the sign-in screen. */
  ended: Ended | null;
  /** The server could not be reached; the person is still signed in. */
  failed: boolean;
  retry(): void;
  /** While a refused call waits for another device: <ActiveSessions waiting> shows the screen for it. */
  waiting: Waiting | null;
  /** Takes what a call of your own was refused with. True once the session is confirmed: then call again. */
  refused(error: unknown): Promise<boolean>;
}

/** Opens the session after every sign-in and at every start. The client is made once, outside of every component. */
export function useSessions(app: FirebaseApp, client: SessionsClient): SessionsState {
  const [state, setState] = useState<Omit<SessionsState, 'retry' | 'refused'>>({
    ...{ user: null, session: null, ended: null, failed: false, waiting: null },
  });
  const set = useCallback(
    (more: Partial<SessionsState>) => setState((before) => ({ ...before, ...more })),
    [],
  );
  /** Whether a session is open, or being opened: then a new ID token changes nothing. */
  const isIn = useRef(false);
  const follow = useCallback(
    async (user: User | null) => {
      const leaves = isIn.current && user === null;
      isIn.current = user !== null;
      // Where nobody is signed in there is nothing to try again, and who has left waits for nothing.
      set({ user: null, session: null, ...(leaves && { waiting: null }) });
      if (user === null) return set({ failed: false });
      try {
        const { session } = await client.start();
        set({ user, session, ended: null, failed: false });
      } catch (error) {
        isIn.current = false;
        // A refusal has been told by onEnded, or asks for a new sign-in; anything else may pass.
        const refusal = refusalIn(error);
        set({ failed: refusal === null || refusal.reason === 'unavailable' });
      }
    },
    [client, set],
  );

  useEffect(
    () =>
      client.onEnded((ended) => {
        isIn.current = false;
        set({ user: null, session: null, ended });
      }),
    [client, set],
  );
  // By the ID token: of a new sign-in of the same user onAuthStateChanged says nothing.
  useEffect(
    () =>
      onIdTokenChanged(getAuth(app), (user) => {
        if (user === null || !isIn.current) void follow(user);
      }),
    [app, follow],
  );
  const retry = useCallback(() => void follow(getAuth(app).currentUser), [app, follow]);
  const refused = useCallback(
    async (error: unknown) => {
      const waiting = await client.waitForConfirmation(error);
      if (!waiting) return false;
      set({ waiting });
      const confirmed = await waiting.done;
      setState(({ session, ...before }) => ({
        ...{ ...before, waiting: null },
        session: session && confirmed ? { ...session, confirmed } : session,
      }));
      return confirmed;
    },
    [client, set],
  );
  return { ...state, retry, refused };
}

/** The properties of the element, each as its README says it. */
export type ActiveSessionsProps = Partial<
  Pick<
    ActiveSessionsElement,
    | ('client' | 'waiting' | 'reauthenticate' | 'locale' | 'texts' | 'hideEnded' | 'hideCredit')
    | ('changePasswordUrl' | 'confirmAfterDays')
  >
>;

/** <active-sessions>, whose properties are set as such: React 18 would make attributes of them. */
export function ActiveSessions(props: ActiveSessionsProps): ReactElement {
  const element = useRef<ActiveSessionsElement>(null);
  useEffect(() => {
    if (element.current) Object.assign(element.current, props);
  });
  return createElement('active-sessions', { ref: element });
}

/** What JSX takes of it, in React 19, which sets properties of custom elements. */
export type ActiveSessionsAttributes = ClassAttributes<ActiveSessionsElement> &
  HTMLAttributes<ActiveSessionsElement> &
  ActiveSessionsProps;

declare module 'react' {
  // oxlint-disable-next-line typescript/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'active-sessions': ActiveSessionsAttributes;
    }
  }
}
