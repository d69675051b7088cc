package com.devicesessions

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import org.junit.jupiter.api.Test
import java.io.IOException
import java.time.Instant
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull

private const val SECOND = 1000L
private const val MINUTE = 60 * SECOND
private const val HOUR = 60 * MINUTE
private const val BEGAN = 1_700_000_000_000L

/** Alice's session, which ends [idle] after its last activity, or [longest] after it began. */
private class ShortLived(test: TestScope, private val idle: Long, private val longest: Long, private val ahead: Long) : Transports {
    private val time = test.testScheduler
    private var signedIn: Identity? = Identity("alice", "own", 1000)
    private var activeAt = BEGAN
    val calls = mutableListOf<String>()
    val ended = mutableListOf<SessionState.Ended>()
    val visible = MutableStateFlow(true)
    var isReached = true
    var notes = true
    private val scope = test.backgroundScope
    private val storage = MemoryStorage()
    val client = open()

    fun open() = SessionsClient(
        ClientOptions(
            this, { DeviceDescription("Pixel 8") }, storage,
            onEnded = { ended += it },
            now = { now() + ahead },
            visible = visible,
            scope = scope,
        ),
    )

    fun now() = BEGAN + time.currentTime

    private val endsAt get() = minOf(activeAt + idle, BEGAN + longest)

    override suspend fun call(functionName: String, data: JsonElement): JsonElement {
        if (!isReached) throw IOException("no network")
        calls += functionName
        if (now() >= endsAt) {
            throw CallFailed("functions/unauthenticated", JsonObject(mapOf("reason" to JsonPrimitive("session_expired"))))
        }
        if (functionName == "updateSession" && notes) activeAt = now()
        val times = mapOf("lastActiveAt" to activeAt, "expiresAt" to endsAt)
            .mapValues { JsonPrimitive(Instant.ofEpochMilli(it.value).toString()) }
        val session = JsonObject(sessionJson("own", "Pixel 8") + times)
        return buildJsonObject {
            put("session", session)
            put("sessions", buildJsonArray { add(session) })
            put("pushes", "ok")
        }
    }

    /** Counts as activity, and says nothing of the end. */
    fun refresh() {
        activeAt = now()
    }

    override suspend fun post(functionName: String, body: JsonElement): HttpAnswer = throw IOException("not here")

    override suspend fun identity(fresh: Boolean): Identity? = signedIn

    override suspend fun signInWithCustomToken(customToken: String): Unit = error("not here")

    override suspend fun signOut() {
        signedIn = null
    }
}

class KeepAliveTest {
    private fun play(
        idle: Long = 15 * MINUTE,
        longest: Long = 12 * HOUR,
        ahead: Long = 0,
        story: suspend TestScope.(ShortLived) -> Unit,
    ) = runTest {
        val phone = ShortLived(this, idle, longest, ahead)
        phone.client.start()
        pass(0)
        phone.calls.clear()
        story(phone)
    }

    private fun TestScope.pass(milliseconds: Long) {
        advanceTimeBy(milliseconds)
        runCurrent()
    }

    @Test
    fun `an app that is used stays, by one call for all use within a tenth of the time`() = play { phone ->
        repeat(360) {
            phone.client.noteUse()
            pass(10 * SECOND)
            assertNull(phone.client.endsSoon.value)
        }
        assertEquals(List(40) { "updateSession" }, phone.calls)
        assertEquals(emptyList(), phone.ended)
    }

    @Test
    fun `one that nobody uses ends in time, after a warning and a question to the server`() = play { phone ->
        pass(13 * MINUTE)
        assertNull(phone.client.endsSoon.value)
        pass(MINUTE)
        val end = Instant.ofEpochMilli(BEGAN + 15 * MINUTE)
        assertEquals(EndsSoon(end, canStay = true), phone.client.endsSoon.value)
        pass(MINUTE)
        assertEquals(listOf("listSessions"), phone.calls)
        pass(SECOND)
        assertEquals(List(2) { "listSessions" }, phone.calls)
        assertEquals(Reason.SESSION_EXPIRED to true, phone.ended.single().let { it.reason to it.wipe })
        assertNull(phone.client.endsSoon.value)
    }

    @Test
    fun `whoever comes back during the warning stays`() = play { phone ->
        pass(14 * MINUTE)
        assertNotNull(phone.client.endsSoon.value)
        phone.client.noteUse()
        pass(0)
        assertNull(phone.client.endsSoon.value)
        pass(10 * MINUTE)
        assertEquals(emptyList(), phone.ended)
    }

    @Test
    fun `what is in the background is not kept alive, and looking at it is use`() = play { phone ->
        phone.visible.value = false
        phone.client.noteUse()
        pass(13 * MINUTE)
        assertEquals(emptyList(), phone.calls)
        phone.visible.value = true
        pass(0)
        assertEquals(listOf("updateSession"), phone.calls)
    }

    @Test
    fun `at the end of the longest lifetime it calls no more, and says that nothing helps`() = play(longest = 20 * MINUTE) { phone ->
        repeat(114) {
            phone.client.noteUse()
            pass(10 * SECOND)
        }
        assertFalse(assertNotNull(phone.client.endsSoon.value).canStay)
        assertEquals(List(5) { "updateSession" } + "listSessions", phone.calls)
        pass(MINUTE + SECOND)
        assertEquals(1, phone.ended.size)
    }

    @Test
    fun `a clock that is hours off warns and ends no sooner, and no later`() {
        for (ahead in listOf(-3 * HOUR, 3 * HOUR)) play(ahead = ahead) { phone ->
            phone.visible.value = false
            pass(13 * MINUTE)
            assertNull(phone.client.endsSoon.value)
            pass(MINUTE)
            assertEquals(BEGAN + ahead + 15 * MINUTE, assertNotNull(phone.client.endsSoon.value).endsAt.toEpochMilli())
            pass(MINUTE + SECOND)
            assertEquals(1, phone.ended.size)
        }
    }

    @Test
    fun `without a network it ends nothing, and asks until it is answered`() = play { phone ->
        phone.visible.value = false
        phone.isReached = false
        pass(20 * MINUTE)
        assertEquals(emptyList(), phone.ended)
        assertNotNull(phone.client.endsSoon.value)
        phone.isReached = true
        pass(2 * MINUTE)
        assertEquals(1, phone.ended.size)
    }

    @Test
    fun `use whose call got lost is told a minute later`() = play { phone ->
        pass(SECOND)
        phone.client.noteUse()
        phone.isReached = false
        pass(2 * MINUTE)
        phone.isReached = true
        pass(MINUTE)
        assertEquals(listOf("updateSession"), phone.calls)
    }

    @Test
    fun `an app that is opened shortly before the longest lifetime ends is warned in time`() = play(longest = 20 * MINUTE) { phone ->
        pass(10 * MINUTE)
        phone.client.update()
        pass(4 * MINUTE)
        // The server notes no activity so soon.
        phone.notes = false
        val again = phone.open()
        again.start()
        pass(4 * MINUTE + 58 * SECOND)
        assertNull(again.endsSoon.value)
        pass(2 * SECOND)
        assertNotNull(again.endsSoon.value)
    }

    @Test
    fun `what another call has kept alive is not warned of`() = play { phone ->
        phone.visible.value = false
        pass(13 * MINUTE)
        phone.refresh()
        pass(13 * MINUTE)
        assertNull(phone.client.endsSoon.value)
        pass(MINUTE)
        assertNotNull(phone.client.endsSoon.value)
    }

    @Test
    fun `a session of weeks costs no calls`() = play(idle = 30 * 24 * HOUR, longest = 365 * 24 * HOUR) { phone ->
        repeat(48) {
            phone.client.noteUse()
            pass(HOUR)
        }
        assertEquals(emptyList(), phone.calls)
    }
}
