// A call of the app's own that was refused for session_unconfirmed, until this session is confirmed: one for all such
// calls, behind one screen, "Waiting for your other device".
package com.devicesessions

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.drop
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import java.io.IOException
import java.time.Instant

public interface Waiting {
    /** When the session is confirmed if nobody answers, by the clock of this device; null where the server did not say. */
    public val until: Instant?

    /** What would confirm it sooner. */
    public val confirmBy: List<RefusalDetailsConfirmBy>

    /** Waits for the end: true where the session is confirmed, so that the call may be repeated. */
    public suspend fun done(): Boolean

    /** Asks the server now, as happens by itself from time to time. Never throws. */
    public suspend fun ask()

    /**
     * Confirms this session by an ID token of a sign-in of the last five minutes, by one of [confirmBy]. False where that
     * did not count: the waiting goes on. Throws as the client's functions do.
     */
    public suspend fun prove(reauthToken: String): Boolean

    public fun stop()
}

/** At most one at a time. */
internal class Waitings(
    private val context: Context,
    private val state: Flow<SessionState>,
    private val changes: Flow<Unit>,
    private val list: suspend () -> List<Session>,
    private val answer: suspend (sessionId: String, reauthToken: String) -> Unit,
) {
    private val mutableRunning = MutableStateFlow<WaitingForAnswer?>(null)
    val running: StateFlow<Waiting?> = mutableRunning.asStateFlow()

    /** Null for a refusal that no confirmation lifts. */
    fun begin(details: RefusalDetails): Waiting? = synchronized(this) {
        if (details.reason != Reason.SESSION_UNCONFIRMED) return null
        mutableRunning.value?.let { return it }
        val begun = WaitingForAnswer(details, context.now(), list, answer)
        mutableRunning.value = begun
        context.scope.launch {
            try {
                begun.run(state, changes, context.options.visible)
            } finally {
                begun.stop()
                mutableRunning.value = null
            }
        }
        begun
    }
}

/** In milliseconds, while the app is visible; the last one for good. */
private val pauses = listOf(5_000L, 10_000L, 20_000L, 40_000L, 60_000L)

private class WaitingForAnswer(
    details: RefusalDetails,
    now: Long,
    private val list: suspend () -> List<Session>,
    private val answer: suspend (sessionId: String, reauthToken: String) -> Unit,
) : Waiting {
    private val outcome = CompletableDeferred<Boolean>()

    override val until: Instant? =
        details.retryAfterSeconds?.let { Instant.ofEpochMilli(now + (it * 1000).toLong()) }
    override val confirmBy: List<RefusalDetailsConfirmBy> = details.confirmBy.orEmpty()

    override suspend fun done(): Boolean = outcome.await()

    override fun stop() {
        outcome.complete(false)
    }

    override suspend fun ask() {
        try {
            if (list().any { it.isCurrentDevice && it.confirmed }) outcome.complete(true)
        } catch (refusal: Refusal) {
            // Whoever ended the session has told the app.
            if (refusal.reason != Reason.UNAVAILABLE && refusal.reason != Reason.RATE_LIMITED) stop()
        } catch (_: IOException) {
            // Asked again.
        }
    }

    /** A "yes" about a session that is confirmed already changes nothing except for who says it with a proof. */
    override suspend fun prove(reauthToken: String): Boolean {
        val confirmed = list().find { it.confirmed && !it.isCurrentDevice } ?: return false
        try {
            answer(confirmed.sessionId, reauthToken)
        } catch (refusal: Refusal) {
            if (refusal.reason == Reason.SESSION_UNCONFIRMED) return false
            throw refusal
        }
        outcome.complete(true)
        return true
    }

    /** Asks when the list may have changed, when the app becomes visible, and from time to time while it is. */
    suspend fun run(state: Flow<SessionState>, changes: Flow<Unit>, visible: StateFlow<Boolean>): Unit = coroutineScope {
        val work = launch {
            launch { changes.collect { ask() } }
            launch {
                state.drop(1).first { it is SessionState.Ended || it == SessionState.SignedOut }
                stop()
            }
            if (!visible.value) ask()
            visible.collectLatest { isVisible -> if (isVisible) askNowAndThen() }
        }
        outcome.await()
        work.cancel()
    }

    private suspend fun askNowAndThen() {
        ask()
        for (pause in pauses) {
            delay(pause)
            ask()
        }
        while (true) {
            delay(pauses.last())
            ask()
        }
    }
}
