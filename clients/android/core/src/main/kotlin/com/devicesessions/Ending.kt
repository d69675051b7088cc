// The end of a session: noticed once, told to the app, and only then signed out of Firebase. An end is for one session:
// whoever has signed in meanwhile is left alone.
package com.devicesessions

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.ConcurrentHashMap

internal class Ending(
    private val context: Context,
    private val leftovers: Leftovers,
    private val state: MutableStateFlow<SessionState>,
) {
    private val memory get() = context.memory

    /** By session: what became of telling the app. */
    private val told = ConcurrentHashMap<String, Deferred<Result<Unit>>>()
    private val receipts = ConcurrentHashMap<String, String>()

    @Volatile
    private var served: String? = null

    /** Says which session is at hand: its end is to be told, also where Firebase notices it first. */
    fun serve(sessionId: String?) {
        served = sessionId
    }

    /** Ends that session, by what the server has said about it. What the app failed at is suppressed by [refusal]. */
    suspend fun end(refusal: Refusal, sessionId: String?): Unit = context.detached { endNow(refusal, sessionId) }

    private suspend fun endNow(refusal: Refusal, sessionId: String?) {
        // Noticed before, perhaps by the app itself while it is told: then there is nothing to wait for.
        if (sessionId == null || told.containsKey(sessionId) || !isAtHand(sessionId)) return
        val ended = endedBy(refusal.reason, refusal.details.revokedReason, sessionId)
        var isFirst = false
        val telling = told.computeIfAbsent(sessionId) {
            isFirst = true
            context.scope.async { tell(ended) }
        }
        if (!isFirst) return
        state.value = ended
        if (!ended.isReplaced) {
            memory.write(Key.ended, EndNote(sessionId, refusal.reason, ended.revokedReason))
            forget(sessionId)
        }
        // What the app does may take longer than the person should stay signed in.
        val outcome = withTimeoutOrNull(context.limits.milliseconds) { telling.await() }
        if (!ended.isReplaced) signOutOf(sessionId)
        outcome?.exceptionOrNull()?.let(refusal::addSuppressed)
    }

    private fun endedBy(reason: Reason, revokedReason: RevokedReason?, sessionId: String): SessionState.Ended {
        val isOthers = revokedReason == RevokedReason.ACCOUNT || revokedReason == RevokedReason.REPLACED
        val wipe = reason.saysSessionEnded && !isOthers
        return SessionState.Ended(sessionId, reason, revokedReason, wipe)
    }

    private suspend fun tell(ended: SessionState.Ended): Result<Unit> = try {
        context.options.onEnded(ended)
        val sessionId = ended.sessionId
        if (ended.wipe && sessionId != null) {
            memory.write(Key.wiped, sessionId)
            receipts[sessionId]?.let { leftovers.keepReceipt(it) }
        }
        Result.success(Unit)
    } catch (error: CancellationException) {
        throw error
    } catch (error: Exception) {
        Result.failure(error)
    }

    private suspend fun forget(sessionId: String) {
        val kept = readOrNull { memory.read(Key.session) }
        if (kept?.sessionId == sessionId) memory.remove(Key.session)
    }

    private suspend fun isAtHand(sessionId: String): Boolean {
        val identity = readOrNull { context.transports.identity() }
        return identity == null || identity.sessionId == sessionId
    }

    private suspend fun signOutOf(sessionId: String) {
        val identity = readOrNull { context.transports.identity() }
        if (identity?.sessionId == sessionId) context.transports.signOut()
    }

    /** Notices what Firebase says by itself. */
    suspend fun watch(): Unit = context.transports.identityChanges.collect {
        try {
            notice()
        } catch (_: Refusal) {
            // The next call notices it.
        }
    }

    /** Tells the app of an end that another client, or Firebase itself, has noticed first. Throws where nobody can tell. */
    suspend fun notice() {
        val identity = try {
            context.transports.identity()
        } catch (_: SignInLost) {
            null
        }
        val sessionId = served ?: return
        if (identity?.sessionId == sessionId || told.containsKey(sessionId)) return
        val note = memory.read(Key.ended)
        if (note?.sessionId == sessionId) return tellToo(endedBy(note.reason, note.revokedReason, sessionId))
        if (identity != null) return
        val kept = memory.read(Key.session)
        if (kept?.sessionId != sessionId) return
        // Nobody has signed out here, and Firebase has nobody. The server may know more than that.
        val known = askByToken(kept.refreshToken)
        if (known == null) leftovers.keepLeft(kept.refreshToken)
        val account = Refusal(RefusalDetails(Reason.SESSION_REVOKED, revokedReason = RevokedReason.ACCOUNT))
        end(known ?: account, sessionId)
        leftovers.settleLater()
    }

    private fun tellToo(ended: SessionState.Ended) {
        told.computeIfAbsent(ended.sessionId!!) {
            state.value = ended
            context.scope.async { tell(ended) }
        }
    }

    private suspend fun askByToken(refreshToken: String): Refusal? = try {
        val input = toWire(RefreshTokensInput("refresh_token", refreshToken))
        context.postOnce(FunctionName.REFRESH_TOKENS, input, reading(TokenResponse.serializer()))
        null
    } catch (refusal: Refusal) {
        refusal.takeIf { it.saysSessionEnded }
    } catch (_: java.io.IOException) {
        null
    }

    /** Confirms that this device has wiped what it kept in that session; false where it has not. */
    suspend fun sendReceipt(sessionId: String, receiptToken: String): Boolean {
        receipts[sessionId] = receiptToken
        withTimeoutOrNull(context.limits.milliseconds) { told[sessionId]?.await() }
        if (memory.read(Key.wiped) != sessionId) return false
        leftovers.keepReceipt(receiptToken)
        leftovers.settle()
        return true
    }

    private suspend fun <T> readOrNull(read: suspend () -> T?): T? = try {
        read()
    } catch (error: CancellationException) {
        throw error
    } catch (_: Exception) {
        null
    }
}
