// Repeats a call whose answer got lost, and waits for nothing without a limit.
package com.devicesessions

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.math.max

/** All in milliseconds. */
public class Patience(
    /** How long to wait before each further try. */
    public val delays: List<Long> = listOf(300, 1500, 4000),
    /** The longest wait that the server may ask for; beyond it the refusal is passed on. */
    public val longestWait: Long = 10_000,
    /** How long a request, an access to the storage or the turn of another coroutine may take. */
    public val limit: Long = 10_000,
)

/**
 * The answer of the first try that gets one. Throws the last error, or the first that is no loss. A person waits: after
 * the second try that was not answered in time there is no other.
 */
internal suspend fun <T> repeat(patience: Patience, call: suspend () -> T): T {
    var lateTries = 0
    for (pause in patience.delays) {
        try {
            return call()
        } catch (error: Exception) {
            if (error.cause is Late) lateTries++
            val asked = ((askedWaitSeconds(error) ?: 0.0) * 1000).toLong()
            if (!isPassing(error) || asked > patience.longestWait || lateTries > 1) throw error
            delay(max(pause, asked))
        }
    }
    return call()
}

/** Sets a limit to work that may not heed cancellation: it is left behind in [scope]. */
internal class Limits(private val scope: CoroutineScope, val milliseconds: Long) {
    /** Throws a Refusal `unavailable` where the limit has passed. */
    suspend fun <T> within(what: String, limit: Long = milliseconds, work: suspend () -> T): T {
        val running = scope.async { work() }
        try {
            val done = withTimeoutOrNull(limit) { Done(running.await()) }
            return (done ?: throw refused(Reason.UNAVAILABLE, Late(what, limit))).value
        } finally {
            running.cancel()
        }
    }

    private class Done<T>(val value: T)
}

/** A platform none of whose answers is waited for without a limit. */
internal class LimitedTransports(private val given: Transports, private val limits: Limits) : Transports by given {
    override suspend fun call(functionName: String, data: kotlinx.serialization.json.JsonElement) =
        limits.within(functionName) { given.call(functionName, data) }

    override suspend fun post(functionName: String, body: kotlinx.serialization.json.JsonElement) =
        limits.within(functionName) { given.post(functionName, body) }

    override suspend fun identity(fresh: Boolean) = limits.within(FIREBASE) { given.identity(fresh) }

    override suspend fun signInWithCustomToken(customToken: String) =
        limits.within(FIREBASE) { given.signInWithCustomToken(customToken) }

    override suspend fun signOut() = limits.within(FIREBASE) { given.signOut() }

    private companion object {
        const val FIREBASE = "Firebase Authentication"
    }
}
