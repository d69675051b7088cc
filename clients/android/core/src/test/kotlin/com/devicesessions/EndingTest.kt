package com.devicesessions

import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

class EndingTest {
    private suspend fun Phone.ownId() = identity!!.sessionId!!

    @Test
    fun `a refusal ends the session, once for all calls`() = runTest {
        val (phone, client) = started()
        val sessionId = phone.ownId()
        phone.server.end(sessionId, RevokedReason.OTHERS)
        val reasons = List(5) { async { refusedFor { client.list() } } }.awaitAll()
        assertEquals(Reason.SESSION_REVOKED, reasons.first())
        val ended = SessionState.Ended(sessionId, Reason.SESSION_REVOKED, RevokedReason.OTHERS, wipe = true)
        assertEquals(listOf(ended), phone.ended)
        assertEquals(ended, client.state.value)
        assertNull(phone.identity)
        assertNull(phone.storage.read("device-sessions.session"))
    }

    @Test
    fun `a caller that goes away in the middle leaves nobody signed in`() = runTest {
        val (phone, client) = started()
        phone.onEnded = { delay(1000) }
        phone.server.end(phone.ownId(), RevokedReason.USER)
        val screen = launch { client.list() }
        runCurrent()
        screen.cancelAndJoin()
        testScheduler.advanceTimeBy(2000)
        runCurrent()
        assertEquals(1, phone.ended.size)
        assertNull(phone.identity)
    }

    @ParameterizedTest
    @EnumSource(RevokedReason::class)
    fun `a refused refresh ends the session too, and only where somebody meant it the app wipes`(by: RevokedReason) = runTest {
        val (phone, client) = started()
        phone.server.end(phone.ownId(), by)
        assertEquals(Reason.SESSION_REVOKED, refusedFor { client.accessToken(client.accessToken()) })
        assertEquals(by != RevokedReason.ACCOUNT && by != RevokedReason.REPLACED, phone.ended.single().wipe)
    }

    @Test
    fun `session_unconfirmed neither ends nor refreshes`() = runTest {
        val (phone, client) = started()
        phone.server.refuse = { RefusalDetails(Reason.SESSION_UNCONFIRMED, retryAfterSeconds = 600.0) }
        assertEquals(Reason.SESSION_UNCONFIRMED, refusedFor { client.revokeOthers() })
        assertEquals(0, phone.server.count("refreshTokens"))
        assertEquals(emptyList(), phone.ended)
        assertNotNull(phone.identity)
    }

    @Test
    fun `a session that was replaced elsewhere ends without wiping and without signing out`() = runTest {
        val (phone, client) = started()
        phone.server.end(phone.ownId(), RevokedReason.REPLACED)
        assertEquals(Reason.SESSION_REVOKED, refusedFor { client.list() })
        assertTrue(assertIs<SessionState.Ended>(client.state.value).isReplaced)
        assertNotNull(phone.identity)
        assertNotNull(phone.storage.read("device-sessions.deviceToken"))
    }

    @Test
    fun `goes on with the session by which this installation has replaced it`() = runTest {
        val (phone, client) = started()
        val older = phone.identity
        phone.signIn("alice", 2000)
        // A call that was sent with the ID token of before, while the registration is at work.
        var crossed = false
        val crossing = object : Transports by phone {
            override suspend fun call(functionName: String, data: kotlinx.serialization.json.JsonElement) =
                if (functionName == "listSessions" && !crossed) {
                    crossed = true
                    phone.server.call(functionName, data as kotlinx.serialization.json.JsonObject, older)
                } else {
                    phone.call(functionName, data)
                }

            override suspend fun identity(fresh: Boolean) = if (!fresh && !crossed) older else phone.identity(fresh)
        }
        client.update()
        assertEquals(1, phone.open(transports = crossing).list().size)
        assertEquals(emptyList(), phone.ended)
    }

    @Test
    fun `goes on with its attempt where the ID token names no session`() = runTest {
        val (phone, client) = started()
        val older = phone.identity
        phone.server.end(phone.ownId(), RevokedReason.REPLACED)
        val signedInAgain = object : Transports by phone {
            override suspend fun identity(fresh: Boolean): Identity? {
                if (fresh && phone.identity == older) phone.signIn("alice", 2000)
                return phone.identity
            }
        }
        assertEquals(1, phone.open(transports = signedInAgain).list().size)
        assertEquals(emptyList(), phone.ended)
        assertIs<SessionState.Open>(client.state.value)
    }

    @Test
    fun `the app may call the client while it is told`() = runTest {
        val (phone, client) = started()
        phone.server.end(phone.ownId())
        var inside: Reason? = null
        phone.onEnded = { inside = refusedFor { client.list() } }
        refusedFor { client.list() }
        assertEquals(Reason.SESSION_REVOKED, inside)
        assertEquals(1, phone.ended.size)
        assertEquals(0, testScheduler.currentTime)
    }

    @Test
    fun `an app that takes minutes does not keep the person signed in`() = runTest {
        val (phone, client) = started()
        phone.server.end(phone.ownId())
        phone.onEnded = { delay(600_000) }
        refusedFor { client.list() }
        assertNull(phone.identity)
        assertEquals(10_000, testScheduler.currentTime)
    }

    @Test
    fun `whoever signs in while the app is told stays signed in`() = runTest {
        val (phone, client) = started()
        phone.server.end(phone.ownId())
        phone.onEnded = { phone.signIn("bob", 2000) }
        refusedFor { client.list() }
        assertEquals("bob", phone.identity?.userId)
        assertEquals("bob", client.start().let { phone.identity?.userId })
    }

    @Test
    fun `a late refusal of an earlier session ends nobody`() = runTest {
        val (phone, client) = started()
        phone.server.end(phone.ownId())
        phone.beforeAnswer = {}
        phone.server.lose = { name ->
            if (name == "listSessions") phone.signIn("alice", 2000)
            null
        }
        assertEquals(Reason.SESSION_REVOKED, refusedFor { client.list() })
        assertEquals(emptyList(), phone.ended)
        assertEquals("alice", phone.identity?.userId)
    }

    @Test
    fun `where Firebase ends the sign-in first, the app is told and wipes nothing`() = runTest {
        val (phone, client) = started()
        phone.isLost = true
        assertEquals(Reason.SIGN_IN_REQUIRED, refusedFor { client.start() })
        assertEquals(RevokedReason.ACCOUNT, phone.ended.single().revokedReason)
        assertEquals(false, phone.ended.single().wipe)
    }

    @Test
    fun `an app that failed to wipe is heard of, and no receipt is sent`() = runTest {
        val (phone, client) = started()
        val sessionId = phone.ownId()
        phone.server.end(sessionId)
        phone.onEnded = { error("disk full") }
        val refusal = assertFailsWith<Refusal> { client.list() }
        assertEquals("disk full", refusal.suppressed.single().message)
        client.handlePush(logout(sessionId))
        assertEquals(0, phone.server.count("confirmLogout"))
    }

    @Test
    fun `a receipt follows the wipe, and is sent again where its answer was none`() = runTest {
        val (phone, client) = started()
        val sessionId = phone.ownId()
        phone.server.end(sessionId)
        phone.onEnded = { delay(3000) }
        val answers = mutableListOf("<html>", "{}")
        phone.server.intercept = { answers.removeFirstOrNull()?.let { HttpAnswer(200, it) } }
        assertEquals(PushOutcome.ENDED, client.handlePush(logout(sessionId)))
        assertEquals(3, phone.server.count("confirmLogout"))
        assertEquals(1, phone.ended.size)
    }

    @Test
    fun `a force_logout is a hint, and the server is asked`() = runTest {
        val (phone, client) = started()
        assertEquals(PushOutcome.IGNORED, client.handlePush(logout(phone.ownId())))
        assertEquals(PushOutcome.IGNORED, client.handlePush(logout("another")))
        assertEquals(1, phone.server.count("updateSession"))
        runCurrent()
        assertEquals(emptyList(), phone.ended)
    }

    private fun logout(sessionId: String) =
        mapOf("action" to "force_logout", "sessionId" to sessionId, "receiptToken" to "receipt")
}
