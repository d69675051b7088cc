// The session of this installation, as a screen may follow it.
package com.devicesessions

public sealed interface SessionState {
    /** There is no session here: nobody is signed in, or no sign-in was registered yet. */
    public data object SignedOut : SessionState

    /** A sign-in is being registered, or the server is being asked whether the session lives. */
    public data object Opening : SessionState

    /** [session] is null where the server could not be asked since the app was started. */
    public data class Open(
        public val sessionId: String,
        public val session: Session? = null,
        /** Live sessions of this user that nobody has confirmed yet. */
        public val unconfirmed: List<Session> = emptyList(),
        /** Whether pushes reach this device; null before the server has said so. */
        public val pushes: PushReach? = null,
    ) : SessionState

    public data class Ended(
        public val sessionId: String?,
        public val reason: Reason,
        public val revokedReason: RevokedReason?,
        /** Whether the app should delete what it keeps of the user. */
        public val wipe: Boolean,
    ) : SessionState {
        /**
         * This installation was registered anew, by a copy of it: ask for a sign-in, and say that it was signed in
         * again elsewhere, and to change the password if that was somebody else.
         */
        public val isReplaced: Boolean get() = revokedReason == RevokedReason.REPLACED
    }
}

/** The session at hand, and those that wait for an answer. */
public data class Started(public val session: Session, public val unconfirmed: List<Session>)
