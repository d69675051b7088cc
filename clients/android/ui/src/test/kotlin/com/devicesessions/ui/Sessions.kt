// The sessions that the tests show, and a client in front of them that answers at once.
package com.devicesessions.ui

import com.devicesessions.DeviceType
import com.devicesessions.RevokedReason
import com.devicesessions.Session
import com.devicesessions.SessionState
import com.devicesessions.Waiting
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset

val noon: Instant = Instant.parse("2026-11-25T12:00:00Z")
val clock: Clock = Clock.fixed(noon, ZoneOffset.UTC)

fun seedSession(n: Int, isCurrent: Boolean = false, name: String = "Pixel ${n + 5}") = DeviceSession(
    sessionId = "session-$n",
    deviceName = name,
    deviceType = DeviceType.entries[n % 3],
    location = listOf("Kyiv, Ukraine", null, "São Paulo, Brazil")[n % 3],
    lastActiveAt = noon.minusSeconds(n * 7200L),
    createdAt = noon.minusSeconds(500_000),
    isCurrentDevice = isCurrent,
)

/** As the server says it: made from JSON, so that a field that comes later needs no change here. */
fun session(
    id: String,
    name: String,
    isCurrent: Boolean = false,
    confirmed: Boolean = true,
    location: String? = "Kyiv, Ukraine",
    minutesAgo: Long = 0,
    type: String = "ANDROID",
    platform: String = "Android 16",
    revokedReason: RevokedReason? = null,
    logoutConfirmed: Boolean = false,
    signals: List<String> = emptyList(),
): Session {
    val active = noon.minusSeconds(minutesAgo * 60)
    val revokedAt = revokedReason?.let { "\"$active\"" }
    val place = location?.let { "\"$it\"" }
    return kotlinx.serialization.json.Json { ignoreUnknownKeys = true }.decodeFromString(
        Session.serializer(),
        """{"sessionId":"$id","deviceName":"$name","deviceType":"$type","platform":"$platform","appVersion":null,
        "location":$place,"createdAt":"$active","lastActiveAt":"$active","expiresAt":"2026-12-25T12:00:00Z",
        "confirmed":$confirmed,"signals":[${signals.joinToString { "\"$it\"" }}],"isCurrentDevice":$isCurrent,"signInProvider":"google.com",
        "secondFactor":false,"officialApp":null,"revokedAt":$revokedAt,
        "revokedReason":${revokedReason?.let { "\"${it.wire}\"" }},
        "logoutConfirmedAt":${if (logoutConfirmed) "\"${active.plusSeconds(120)}\"" else "null"}}""",
    )
}

val own = session("own", "Pixel 9", isCurrent = true)
val newcomer = session("new", "Galaxy S24", confirmed = false, location = "Moscow, Russia", minutesAgo = 3, signals = listOf("new_device", "new_country"))
val laptop = session("laptop", "Chrome on Windows", type = "WEB", platform = "Windows 11", minutesAgo = 150)
val tablet = session("tablet", "iPad Air", type = "IOS", platform = "iPadOS 19", location = null, minutesAgo = 60 * 24 * 3)
val lost = session("lost", "iPhone 15 Pro", type = "IOS", minutesAgo = 90, revokedReason = RevokedReason.USER, logoutConfirmed = true)
val stolen = session("stolen", "Galaxy A5", minutesAgo = 30, revokedReason = RevokedReason.DENIED)

class FakeWaiting(override val confirmBy: List<Proof>, override val until: Instant?) : Waiting {
    val proofs = mutableListOf<String>()
    var doesCount: () -> Boolean = { true }

    override suspend fun done(): Boolean = awaitCancellation()

    override suspend fun ask() = Unit

    override suspend fun prove(reauthToken: String): Boolean {
        proofs += reauthToken
        return doesCount()
    }

    override fun stop() = Unit
}

class FakeSource(var sessions: List<Session>) : SessionsSource {
    override val state = MutableStateFlow<SessionState>(SessionState.Open("own"))
    override val changes = MutableSharedFlow<Unit>(extraBufferCapacity = 1)
    val calls = mutableListOf<String>()

    /** Fails the next calls of anything but the list. */
    var failure: Exception? = null
    var listFailure: Exception? = null
    var doesProofCount = true

    override suspend fun list(): List<Session> {
        listFailure?.let { throw it }
        return sessions
    }

    override suspend fun revoke(sessionId: String, reauthToken: String?) = called("revoke $sessionId", reauthToken)

    override suspend fun revokeOthers(reauthToken: String?): Int {
        called("revokeOthers", reauthToken)
        return 2
    }

    override suspend fun answer(sessionId: String, wasMe: Boolean, reauthToken: String?) =
        called("answer $sessionId $wasMe", reauthToken)

    override suspend fun rename(sessionId: String, deviceName: String) = called("rename $sessionId $deviceName", null)

    private fun called(call: String, reauthToken: String?) {
        calls += call + (reauthToken?.let { " with $it" } ?: "")
        if (reauthToken == null || !doesProofCount) failure?.let { throw it }
    }
}
