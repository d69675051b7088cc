// What the platform gives: on Android the Firebase SDK, in tests a server in memory or plain HTTP.
package com.devicesessions

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.serialization.json.JsonElement

/** Who is signed in to Firebase in this app, as the ID token says. */
public data class Identity(
    public val userId: String,
    /** The claim `sid`; null after a sign-in that has no session yet. */
    public val sessionId: String?,
    /** The claim `auth_time`, in seconds. */
    public val signedInAt: Long,
)

/** The answer of an HTTPS endpoint. */
public class HttpAnswer(
    public val status: Int,
    public val body: String,
    /** The header `Retry-After`, where it is in seconds. */
    public val retryAfterSeconds: Double? = null,
)

public interface Transports {
    /**
     * Calls a callable with the ID token and answers its result. Throws [CallFailed], an IOException where no answer
     * came, or [SignInLost].
     */
    public suspend fun call(functionName: String, data: JsonElement): JsonElement

    /** POSTs JSON to an HTTPS endpoint. Throws an IOException where no answer came. */
    public suspend fun post(functionName: String, body: JsonElement): HttpAnswer

    /** [fresh]: asks Firebase for a new ID token. Throws [SignInLost] where Firebase refuses one. */
    public suspend fun identity(fresh: Boolean = false): Identity?

    /** Whenever somebody else may be signed in to Firebase, or nobody. */
    public val identityChanges: Flow<Unit> get() = emptyFlow()

    /** An error of the platform's own calls as what [call] throws; any other as it is. */
    public fun translated(error: Throwable): Throwable = error

    public suspend fun signInWithCustomToken(customToken: String)

    public suspend fun signOut()
}
