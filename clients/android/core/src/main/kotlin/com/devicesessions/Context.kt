// What the parts of a client share: the options, whose turn it is, and how a function is asked.
package com.devicesessions

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import java.time.format.DateTimeParseException

/** Fields that are newer than this app are passed over. */
internal val wireJson: Json = Json { ignoreUnknownKeys = true }

internal inline fun <reified T> toWire(value: T): JsonElement = wireJson.encodeToJsonElement(value)

private inline fun <reified T> Json.encodeToJsonElement(value: T): JsonElement =
    encodeToJsonElement(kotlinx.serialization.serializer<T>(), value)

internal class Context(val options: ClientOptions) {
    /** A failure of one piece of work ends none of the others. */
    val scope: CoroutineScope =
        CoroutineScope(options.scope.coroutineContext + SupervisorJob(options.scope.coroutineContext[Job]))
    val limits: Limits = Limits(scope, options.patience.limit)
    val transports: Transports = LimitedTransports(options.transports, limits)
    val memory: Memory = Memory(options.storage, options.storagePrefix, limits)
    val now: () -> Long get() = options.now

    /** Calls a callable until it is answered. Throws a Refusal, or what the transport said last. */
    suspend fun <A> call(name: FunctionName, data: JsonElement, answer: KSerializer<A>): A =
        repeat(options.patience) { callOnce(name, data, answer) }

    /** The same with a single try: a person waits, and there is another way; or each try has more to do. */
    suspend fun <A> callOnce(name: FunctionName, data: JsonElement, answer: KSerializer<A>): A = try {
        val result = transports.call(options.functionName(name), data)
        checked(name) { wireJson.decodeFromJsonElement(answer, result) }
    } catch (failed: CallFailed) {
        throw refusalIn(failed) ?: failed
    }

    /** Posts to an endpoint until it answers. Throws a Refusal, or where no answer can be had. */
    suspend fun <A> post(name: FunctionName, body: JsonElement, read: (String) -> A): A =
        repeat(options.patience) { postOnce(name, body, read) }

    suspend fun <A> postOnce(name: FunctionName, body: JsonElement, read: (String) -> A): A {
        val answer = transports.post(options.functionName(name), body)
        if (answer.status == HTTP_OK) return checked(name) { read(answer.body) }
        val refusal = if (answer.status >= HTTP_BAD_REQUEST) refusalIn(answer.body) else null
        // Neither success nor a refusal of ours: it comes from something in between, and may pass.
        throw refusal ?: NoAnswer("${name.wire}: HTTP ${answer.status}", retryAfterSeconds = answer.retryAfterSeconds)
    }

    /** What does not look like the function's answer is from something in between: it may pass. */
    private fun <A> checked(name: FunctionName, read: () -> A): A = try {
        read()
    } catch (error: SerializationException) {
        throw NoAnswer("Not an answer of ${name.wire}", error)
    } catch (error: DateTimeParseException) {
        throw NoAnswer("Not an answer of ${name.wire}", error)
    }

    /** Goes on to its end, whatever becomes of the coroutine that asked for it. */
    suspend fun <T> detached(work: suspend () -> T): T = scope.async { work() }.await()

    /**
     * One at a time: whatever changes the session or its tokens. Throws a Refusal `unavailable` where its turn does not
     * come.
     */
    suspend fun <T> inTurn(turns: Mutex = options.turns, work: suspend () -> T): T {
        var isHeld = false
        try {
            // The limit may pass in the moment in which the turn comes.
            withTimeoutOrNull(options.patience.limit) {
                turns.lock()
                isHeld = true
            }
            if (!isHeld) throw refused(Reason.UNAVAILABLE, Late("Another call", options.patience.limit))
            return work()
        } finally {
            if (isHeld) turns.unlock()
        }
    }

    private companion object {
        const val HTTP_OK = 200
        const val HTTP_BAD_REQUEST = 400
    }
}

internal fun <A> reading(answer: KSerializer<A>): (String) -> A = { wireJson.decodeFromString(answer, it) }
