// A session that ends soon unless it is used, such as after 15 minutes: keeps it alive for a person who uses the app,
// says beforehand when it ends, and then asks the server, which alone ends it.
package com.devicesessions

import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch
import java.io.IOException
import java.time.Duration
import java.time.Instant
import java.util.concurrent.ConcurrentHashMap

/** The session at hand is about to end. */
public data class EndsSoon(
    /** By the clock of this device. */
    public val endsAt: Instant,
    /** Whether using the app keeps it alive; false at the end of its longest lifetime. */
    public val canStay: Boolean,
)

private const val SECOND = 1000L
private const val MINUTE = 60 * SECOND
private const val DAY = 24 * 60 * MINUTE

/** Of the time without use after which a session ends: the server notes no activity sooner than that after the last. */
private const val TENTH = 10

/** The same by its TOUCH_INTERVAL_SECONDS. Shortly before an absolute end a tenth of what is left says nothing. */
private const val ORDINARY_LATENESS = 5 * MINUTE
private const val LONGEST_WARNING = 5 * MINUTE

internal class KeepAlive(
    private val context: Context,
    private val state: StateFlow<SessionState>,
    private val update: suspend () -> Unit,
    private val list: suspend () -> Unit,
) {
    private val mutableEndsSoon = MutableStateFlow<EndsSoon?>(null)
    val endsSoon: StateFlow<EndsSoon?> = mutableEndsSoon.asStateFlow()

    /** When the app was used last, and how far the clock of this device is ahead of the server's. */
    private val usedAt = MutableStateFlow(Long.MIN_VALUE)
    private val ahead = MutableStateFlow(0L)

    /** By session: the longest that was ever left, which is how long it lives without being used. */
    private val idles = ConcurrentHashMap<String, Long>()

    /** When the server was told last that the app is used; it may have noted none so soon. */
    @Volatile
    private var toldAt = Long.MIN_VALUE
    private var before: Session? = null
    private var isLast = false

    fun noteUse() {
        usedAt.value = context.now()
    }

    /** A call that counts as activity says what time it is, to the while in which none is noted anew. */
    fun learn(session: Session) {
        toldAt = context.now()
        val late = context.now() - session.lastActiveAt.toEpochMilli()
        val isOrdinary = late in 0..maxOf(ORDINARY_LATENESS, idleOf(session, session.expiresAt ?: return) / TENTH)
        ahead.value = if (isOrdinary) 0 else late
    }

    private fun idleOf(session: Session, expiresAt: Instant): Long =
        idles.merge(session.sessionId, Duration.between(session.lastActiveAt, expiresAt).toMillis(), ::maxOf)!!

    suspend fun run(): Unit = coroutineScope {
        launch { context.options.visible.collect { if (it) noteUse() } }
        combine(state.map(::own).distinctUntilChanged(), ahead, context.options.visible, ::Triple).collectLatest { (session, _, isVisible) ->
            note(session)
            mutableEndsSoon.value = null
            if (session?.expiresAt != null) watch(session, session.expiresAt, isVisible)
        }
    }

    /** Noted activity that moves no end has met the end of the longest lifetime. */
    private fun note(session: Session?) {
        val last = before
        before = session
        if (session == null || last == null || last.sessionId != session.sessionId) {
            isLast = false
        } else if (last.expiresAt != session.expiresAt) {
            isLast = false
        } else if (session.lastActiveAt > last.lastActiveAt) {
            isLast = true
        }
    }

    private suspend fun watch(session: Session, expiresAt: Instant, isVisible: Boolean): Unit = coroutineScope {
        val end = expiresAt.toEpochMilli() + ahead.value
        val idle = idleOf(session, expiresAt)
        // Nothing lasts so long in one process; if it does, it is looked at again.
        if (idle > DAY) delay(end - context.now() - DAY)
        if (isVisible && !isLast) launch { keep(session.lastActiveAt.toEpochMilli() + ahead.value, idle) }
        delay(end - context.now() - (idle / TENTH).coerceIn(MINUTE, LONGEST_WARNING))
        // Another call, such as a refresh, may have kept it alive.
        isAnswered(list)
        if (own(state.value)?.expiresAt == expiresAt) {
            mutableEndsSoon.value = EndsSoon(Instant.ofEpochMilli(end), canStay = !isLast)
        }
        delay(end + SECOND - context.now())
        while (true) {
            isAnswered(list)
            delay(MINUTE)
        }
    }

    private fun own(state: SessionState): Session? = (state as? SessionState.Open)?.session

    /** One call for all use within a tenth of that time. */
    private suspend fun keep(activeAt: Long, idle: Long) {
        var last = maxOf(activeAt, toldAt)
        while (true) {
            usedAt.first { it > last }
            delay(last + maxOf(MINUTE, idle / TENTH) - context.now())
            last = context.now()
            while (!isAnswered(update)) delay(MINUTE)
        }
    }

    /** Where the session has ended, the app has been told; where nobody has answered, there is another time. */
    private suspend fun isAnswered(call: suspend () -> Unit): Boolean = try {
        call()
        true
    } catch (refusal: Refusal) {
        refusal.reason != Reason.UNAVAILABLE
    } catch (_: IOException) {
        false
    }
}
