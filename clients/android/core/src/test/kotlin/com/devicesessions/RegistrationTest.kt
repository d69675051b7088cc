package com.devicesessions

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertNull

class RegistrationTest {
    private fun FakeServer.registered(field: String) =
        calls.filter { it.first == "registerSession" }.map { it.second[field]?.jsonPrimitive?.content }

    @Test
    fun `opens a session and signs in with its custom token`() = runTest {
        val (phone, client) = started()
        val state = assertIs<SessionState.Open>(client.state.value)
        assertEquals(phone.server.live().single().sessionId, state.sessionId)
        assertEquals(state.sessionId, phone.identity?.sessionId)
    }

    @Test
    fun `an installation id takes the place of a token, and a token that of an id`() = runTest {
        val phone = Phone(this)
        phone.signIn("alice")
        phone.open().start { push(PushAddress.Token("token1")) }
        phone.open().update { push(PushAddress.InstallationId("id1")) }
        assertEquals(mapOf("pushInstallationId" to JsonPrimitive("id1")), phone.server.last("updateSession").toMap())
        phone.open().start { push(PushAddress.InstallationId("id1")) }
        assertEquals(emptyMap(), phone.server.last("updateSession").toMap())
        // A new sign-in, of whose registration the app says nothing.
        phone.signIn("alice", signedInAt = 2000)
        phone.open().start()
        phone.open().update { push(PushAddress.Token("token2")) }
        phone.signIn("alice", signedInAt = 3000)
        phone.open().start { push(null) }
        assertEquals(listOf("token1", null, "token2"), phone.server.registered("pushToken"))
        assertEquals(listOf(null, "id1", null), phone.server.registered("pushInstallationId"))
    }

    @Test
    fun `an address that was taken away comes back by nothing, whichever name took it`() = runTest {
        val phone = Phone(this)
        phone.signIn("alice")
        phone.open().start { push(PushAddress.Token("token1")) }
        phone.open().start { pushInstallationId = null }
        assertEquals(mapOf("pushInstallationId" to JsonNull), phone.server.last("updateSession").toMap())
        phone.open().start { pushInstallationId = null }
        assertEquals(emptyMap(), phone.server.last("updateSession").toMap())
        phone.signIn("alice", signedInAt = 2000)
        phone.open().start()
        assertEquals(listOf("token1", null), phone.server.registered("pushToken"))
        phone.open().update { push(PushAddress.InstallationId("id1")) }
        phone.open().update { pushToken = null }
        phone.open().start { push(PushAddress.InstallationId("id1")) }
        assertEquals(mapOf("pushInstallationId" to JsonPrimitive("id1")), phone.server.last("updateSession").toMap())
    }

    @Test
    fun `an address that does not reach is said to the app, and named again at the next start`() = runTest {
        val phone = Phone(this)
        phone.signIn("alice")
        phone.open().start { pushInstallationId = "id1" }
        phone.server.pushes = "dead"
        val client = phone.open()
        client.start { pushInstallationId = "id1" }
        assertEquals(PushReach.DEAD, assertIs<SessionState.Open>(client.state.value).pushes)
        phone.server.pushes = "ok"
        client.list()
        assertEquals(PushReach.OK, assertIs<SessionState.Open>(client.state.value).pushes)
        repeat(2) { phone.open().start { pushInstallationId = "id1" } }
        val named = phone.server.calls.filter { it.first == "updateSession" }.map { "pushInstallationId" in it.second }
        assertEquals(listOf(false, true, false), named)
    }

    @Test
    fun `refuses to start while nobody is signed in to Firebase`() = runTest {
        val client = Phone(this).open()
        assertEquals(Reason.SIGN_IN_REQUIRED, refusedFor { client.start() })
        assertEquals(SessionState.SignedOut, client.state.value)
    }

    @Test
    fun `asks at the next start whether the session lives, and says only what has changed`() = runTest {
        val phone = Phone(this)
        phone.signIn("alice")
        phone.open().start { pushToken = "push1" }
        phone.open().start { pushToken = "push1" }
        assertEquals(emptySet(), phone.server.last("updateSession").keys)
        phone.open().start { pushToken = "push2" }
        assertEquals(mapOf("pushToken" to JsonPrimitive("push2")), phone.server.last("updateSession").toMap())
        phone.open().update { pushToken = null }
        assertEquals(mapOf("pushToken" to JsonNull), phone.server.last("updateSession").toMap())
        assertEquals(1, phone.server.count("registerSession"))
    }

    @ParameterizedTest
    @EnumSource(Lost::class)
    fun `opens one session where the first try is lost`(lost: Lost) = runTest {
        val phone = Phone(this)
        phone.signIn("alice")
        var tries = 0
        phone.server.lose = { if (++tries == 1) lost else null }
        phone.open().start()
        assertEquals(1, phone.server.sessions.size)
        assertEquals(2, phone.server.count("registerSession"))
    }

    @Test
    fun `keeps the attempt across processes until it is answered`() = runTest {
        val phone = Phone(this)
        phone.signIn("alice")
        phone.server.lose = { Lost.ANSWER }
        val client = phone.open()
        assertFailsWith<CallFailed> { client.start() }
        assertEquals(SessionState.SignedOut, client.state.value)
        phone.server.lose = { null }
        phone.open().start()
        assertEquals(1, phone.server.registered("attempt").toSet().size)
        assertEquals(1, phone.server.sessions.size)
    }

    @Test
    fun `makes another attempt for each sign-in, and for another person`() = runTest {
        val phone = Phone(this)
        phone.server.lose = { Lost.REQUEST }
        for ((user, at) in listOf("alice" to 1L, "alice" to 2L, "bob" to 2L)) {
            phone.signIn(user, at)
            assertFailsWith<CallFailed> { phone.open().start() }
        }
        assertEquals(3, phone.server.registered("attempt").toSet().size)
    }

    @Test
    fun `drops the attempt on a refusal that judged the sign-in, and on no other`() = runTest {
        val phone = Phone(this)
        phone.signIn("alice")
        val refusals = listOf(
            RefusalDetails(Reason.RATE_LIMITED, retryAfterSeconds = 3600.0),
            RefusalDetails(Reason.UNAVAILABLE, retryAfterSeconds = 3600.0),
            RefusalDetails(Reason.INVALID_INPUT),
            RefusalDetails(Reason.RECENT_SIGN_IN_REQUIRED),
            RefusalDetails(Reason.RECENT_SIGN_IN_REQUIRED),
        )
        for (refusal in refusals) {
            phone.server.refuse = { refusal }
            assertEquals(refusal.reason, refusedFor { phone.open().start() })
        }
        val (a, b, c, d, e) = phone.server.registered("attempt")
        assertEquals(setOf(a), setOf(b, c, d))
        assertNotEquals(d, e)
    }

    @Test
    fun `waits as long as the server asks, and not longer than a person would`() = runTest {
        val phone = Phone(this)
        phone.signIn("alice")
        var tries = 0
        phone.server.refuse = { RefusalDetails(Reason.UNAVAILABLE, retryAfterSeconds = 7.0).takeIf { ++tries == 1 } }
        phone.open().start()
        assertEquals(7000, testScheduler.currentTime)
    }

    @Test
    fun `shows the device token at every later registration, and the refresh token of its own session only`() = runTest {
        val phone = Phone(this)
        for ((user, at) in listOf("alice" to 1L, "alice" to 2L, "bob" to 3L)) {
            phone.signIn(user, at)
            phone.open().start { if (at == 1L) pushToken = "push" }
        }
        runCurrent()
        assertEquals(listOf(null, "nonce1", "nonce1"), phone.server.registered("deviceToken"))
        assertEquals(listOf(null, "refresh3", null), phone.server.registered("refreshToken"))
        assertEquals(listOf("push", "push", null), phone.server.registered("pushToken"))
        assertEquals(listOf("bob"), phone.server.live().map { it.userId })
    }

    @Test
    fun `registers again by itself where a reauthentication took the session from the ID token`() = runTest {
        val (phone, client) = started()
        phone.signIn("alice", 2000)
        listOf(async { client.list() }, async { client.list() }, async { client.update().session }).awaitAll()
        assertEquals(1, phone.server.live().size)
        assertEquals(2, phone.server.count("registerSession"))
    }

    @Test
    fun `goes on to its end where the screen that started it is gone`() = runTest {
        val phone = Phone(this)
        phone.signIn("alice")
        val asked = CompletableDeferred<Unit>()
        val goOn = CompletableDeferred<Unit>()
        phone.beforeAnswer = {
            asked.complete(Unit)
            goOn.await()
        }
        val client = phone.open()
        val screen = launch { client.start() }
        asked.await()
        screen.cancel()
        goOn.complete(Unit)
        runCurrent()
        assertIs<SessionState.Open>(client.state.value)
        assertEquals(phone.server.live().single().sessionId, phone.identity?.sessionId)
    }

    @ParameterizedTest
    @EnumSource(Next::class)
    fun `signs in nobody for whom the answer comes too late`(next: Next) = runTest {
        val phone = Phone(this)
        phone.signIn("alice")
        val client = phone.open()
        phone.beforeAnswer = { name ->
            if (name == "registerSession") {
                phone.beforeAnswer = {}
                client.signOut()
                if (next == Next.BOB) phone.signIn("bob", 2000)
                if (next == Next.ALICE) phone.signIn("alice", 2000)
            }
        }
        assertEquals(Reason.SIGN_IN_REQUIRED, refusedFor { client.start() })
        testScheduler.advanceTimeBy(20_000)
        assertEquals(0, phone.server.live().size)
        assertNull(phone.storage.read("device-sessions.session"))
        assertNull(phone.identity?.sessionId)
    }

    enum class Next { NOBODY, BOB, ALICE }

    @Test
    fun `a description that fails stops nothing`() = runTest {
        val phone = Phone(this)
        phone.signIn("alice")
        phone.open(describe = { error("no such field") }).start()
        assertEquals("Android device", phone.server.live().single().name)
    }
}
