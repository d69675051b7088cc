// An installed app: what survives its process, and who is signed in to Firebase on it.
package com.devicesessions

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.test.TestScope
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

class Phone(private val scope: CoroutineScope, val server: FakeServer = FakeServer()) : Transports {
    constructor(test: TestScope) : this(test.backgroundScope)

    val storage = MemoryStorage()
    var identity: Identity? = null
    var isLost = false
    var now = 1_000_000L
    val ended = mutableListOf<SessionState.Ended>()
    var onEnded: suspend (SessionState.Ended) -> Unit = {}

    /** What happens between the server's answer and its arrival. */
    var beforeAnswer: suspend (name: String) -> Unit = {}

    fun signIn(userId: String, signedInAt: Long = 1000) {
        identity = Identity(userId, null, signedInAt)
    }

    /** The app's process is started anew. */
    fun open(
        storage: Storage = this.storage,
        describe: suspend () -> DeviceDescription = { DeviceDescription("Pixel 8", platform = "Android 15", locale = "en") },
        transports: Transports = this,
    ): SessionsClient {
        return SessionsClient(
            ClientOptions(
                transports, describe, storage,
                onEnded = {
                    ended += it
                    onEnded(it)
                },
                randomId = { "id${++made}" },
                now = { now },
                scope = scope,
            ),
        )
    }

    private var made = 0

    override suspend fun call(functionName: String, data: JsonElement): JsonElement {
        val answer = server.call(functionName, data as JsonObject, identity())
        beforeAnswer(functionName)
        return answer
    }

    override suspend fun post(functionName: String, body: JsonElement): HttpAnswer {
        val answer = server.post(functionName, body as JsonObject)
        beforeAnswer(functionName)
        return answer
    }

    override suspend fun identity(fresh: Boolean): Identity? = if (isLost) throw SignInLost() else identity

    override suspend fun signInWithCustomToken(customToken: String) {
        val (_, userId, sessionId) = customToken.split(':')
        identity = Identity(userId, sessionId, identity?.signedInAt ?: 0)
    }

    override suspend fun signOut() {
        identity = null
    }
}

/** A phone on which Alice's session is open. */
suspend fun TestScope.started(): Pair<Phone, SessionsClient> {
    val phone = Phone(this)
    phone.signIn("alice")
    return phone to phone.open().also { it.start() }
}

/** Runs what must be refused, and says why. */
suspend fun refusedFor(work: suspend () -> Unit): Reason? = try {
    work()
    null
} catch (refusal: Refusal) {
    refusal.reason
}
