// What the server said, and what nobody knows it said. A refusal carries a reason of the closed list; an answer
// that got lost carries none, and is never taken for a refusal.
package com.devicesessions

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.io.IOException

/** A call that the server refused. A refused call has changed nothing. */
public class Refusal internal constructor(
    public val details: RefusalDetails,
    /** The reason as the server said it: a newer one is [Reason.UNKNOWN]. */
    internal val word: String,
    cause: Throwable? = null,
) : Exception(word, cause) {
    public constructor(details: RefusalDetails, cause: Throwable? = null) : this(details, details.reason.wire, cause)

    public val reason: Reason get() = details.reason
}

/** No answer came, or none that was the server's: the same call may succeed later. */
public class NoAnswer(
    message: String,
    cause: Throwable? = null,
    /** What the answer in its place asked for. */
    internal val retryAfterSeconds: Double? = null,
) : IOException(message, cause)

/** A transport's error of a callable: [code] as the Firebase SDKs name it, [details] as the server sent them. */
public class CallFailed(public val code: String, public val details: JsonElement? = null, cause: Throwable? = null) :
    IOException(code, cause)

/** Firebase Authentication lets this user in no more: disabled, deleted, or signed out everywhere. */
public class SignInLost(cause: Throwable? = null) : Exception("Firebase has ended this sign-in", cause)

internal fun refused(reason: Reason, cause: Throwable? = null): Refusal = Refusal(RefusalDetails(reason), cause)

/** The cause of an `unavailable` after which no answer may be waited for much longer. */
internal class Late(what: String, milliseconds: Long) : IOException("$what did not answer within $milliseconds ms")

/** The reasons of the list, and those that it may get; no status text of a proxy is one. */
private val reasonPattern = Regex("[a-z]+(_[a-z]+)+|unavailable")

/** The refusal in a transport's error; null in any other. */
internal fun refusalIn(error: Throwable): Refusal? = when (error) {
    is Refusal -> error
    is CallFailed -> refusalFrom(error.details, error)
    else -> null
}

/** The refusal in the body of an answer; null in any other. */
internal fun refusalIn(body: String): Refusal? =
    refusalFrom(runCatching { wireJson.parseToJsonElement(body) }.getOrNull())

internal fun refusalFrom(details: JsonElement?, cause: Throwable? = null): Refusal? {
    val reason = (details as? JsonObject)?.get("reason") as? JsonPrimitive
    if (reason == null || !reason.isString || !reasonPattern.matches(reason.content)) return null
    val read = runCatching { wireJson.decodeFromJsonElement(RefusalDetails.serializer(), details) }
    return Refusal(read.getOrElse { RefusalDetails(wordOf(reason.content)) }, reason.content, cause)
}

/** The reason counts, whatever a newer server says beside it. */
private fun wordOf(wire: String): Reason = Reason.entries.find { it.wire == wire } ?: Reason.UNKNOWN

/** Says that the caller's own session has ended. */
internal val Reason.saysSessionEnded: Boolean
    get() = this == Reason.SESSION_REVOKED || this == Reason.SESSION_EXPIRED

internal val Refusal.saysSessionEnded: Boolean get() = reason.saysSessionEnded

private val passing = setOf(
    "internal", "unavailable", "deadline-exceeded", "unknown", "cancelled", "aborted",
    "network-request-failed", "timeout",
)

/** Whether the same call may succeed if it is repeated: its answer got lost, or the server asks for that. */
internal fun isPassing(error: Throwable): Boolean {
    val refusal = refusalIn(error)
    return when {
        refusal?.reason == Reason.RATE_LIMITED -> refusal.details.retryAfterSeconds != null
        refusal != null -> refusal.reason == Reason.UNAVAILABLE
        error is CallFailed -> error.code.substringAfter('/') in passing
        else -> error is IOException
    }
}

/** How long to wait before the next try, as far as somebody has said. */
internal fun askedWaitSeconds(error: Throwable): Double? =
    refusalIn(error)?.details?.retryAfterSeconds ?: (error as? NoAnswer)?.retryAfterSeconds
