// The access token for APIs beside Firebase: kept, and refreshed once for all that wait.
package com.devicesessions

/** Asked for this long before its end, a token is refreshed: it may be on its way for a while. */
private const val MARGIN_MILLISECONDS = 20_000L

internal class Tokens(
    private val context: Context,
    private val registration: Registration,
    private val ending: Ending,
) {
    private val memory get() = context.memory

    /** What a try came to: a token, or the server's word that the session has ended. */
    private sealed interface Refreshed {
        class Good(val token: String) : Refreshed

        class Over(val refusal: Refusal, val sessionId: String) : Refreshed
    }

    /** A token that has not run out. [refused] is one that an API has just turned down. */
    suspend fun accessToken(refused: String?): String {
        val session = requireKept()
        if (isGood(session, refused)) return session.accessToken
        return context.detached { refreshed(refused) }
    }

    private suspend fun refreshed(refused: String?): String {
        val first = refresh(refused)
        // After the turn, for another call may need it: the app may call the client while it is told of an end.
        val isFollowed = first is Refreshed.Over && registration.continues(first.refusal, first.sessionId)
        return when (val last = if (isFollowed) refresh(refused) else first) {
            is Refreshed.Good -> last.token
            is Refreshed.Over -> {
                ending.end(last.refusal, last.sessionId)
                throw last.refusal
            }
        }
    }

    private suspend fun refresh(refused: String?): Refreshed =
        context.inTurn { repeat(context.options.patience) { tryToRefresh(refused) } }

    /** Reads what is kept again: another call may have been here before us. */
    private suspend fun tryToRefresh(refused: String?): Refreshed {
        val session = requireKept()
        if (isGood(session, refused)) return Refreshed.Good(session.accessToken)
        val input = toWire(RefreshTokensInput("refresh_token", session.refreshToken))
        return try {
            val answer = context.postOnce(FunctionName.REFRESH_TOKENS, input, reading(TokenResponse.serializer()))
            renewed(session, answer)
        } catch (refusal: Refusal) {
            if (!refusal.saysSessionEnded && refusal.reason != Reason.TOKEN_INVALID) throw refusal
            val kept = memory.read(Key.session)
            // What was judged is kept no more.
            if (kept != null && kept.refreshToken != session.refreshToken) return tryToRefresh(refused)
            Refreshed.Over(refusal, session.sessionId)
        }
    }

    private suspend fun renewed(session: KeptSession, answer: TokenResponse): Refreshed {
        val kept = memory.read(Key.session)
        // Who has signed out meanwhile gets none; whoever has registered meanwhile has another.
        if (kept?.userId != session.userId) throw refused(Reason.SIGN_IN_REQUIRED)
        if (kept.refreshToken != session.refreshToken) return Refreshed.Good(kept.accessToken)
        val renewed = session.copy(
            accessToken = answer.accessToken,
            accessTokenEndsAt = answer.endsAt(context.now()),
            accessTokenFrom = context.now(),
            refreshToken = answer.refreshToken,
        )
        memory.write(Key.session, renewed)
        ending.serve(session.sessionId)
        return Refreshed.Good(renewed.accessToken)
    }

    private suspend fun requireKept(): KeptSession {
        memory.read(Key.session)?.let { return it }
        ending.notice()
        throw refused(Reason.SIGN_IN_REQUIRED)
    }

    private fun isGood(session: KeptSession, refused: String?): Boolean {
        val now = context.now()
        val isInTime = session.accessTokenEndsAt - MARGIN_MILLISECONDS > now && now >= session.accessTokenFrom
        return isInTime && session.accessToken != refused
    }
}
