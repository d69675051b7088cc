package com.devicesessions

import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import org.junit.jupiter.params.provider.ValueSource
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotEquals

class TokensTest {
    @Test
    fun `refreshes once for all who wait`() = runTest {
        val (phone, client) = started()
        val first = client.accessToken()
        phone.beforeAnswer = { delay(100) }
        val tokens = List(20) { async { client.accessToken(refused = first) } }.awaitAll()
        assertEquals(1, tokens.toSet().size)
        assertNotEquals(first, tokens.first())
        assertEquals(1, phone.server.count("refreshTokens"))
    }

    @Test
    fun `refreshes for the others where the one that asked first is gone`() = runTest {
        val (phone, client) = started()
        val first = client.accessToken()
        phone.beforeAnswer = { delay(100) }
        val gone = launch { client.accessToken(first) }
        val waiting = async { client.accessToken(first) }
        delay(50)
        gone.cancel()
        assertNotEquals(first, waiting.await())
        assertEquals(1, phone.server.count("refreshTokens"))
    }

    @Test
    fun `refreshes before the end of the token`() = runTest {
        val (phone, client) = started()
        val first = client.accessToken()
        phone.now += 579_000
        assertEquals(first, client.accessToken())
        phone.now += 1_001
        assertNotEquals(first, client.accessToken())
    }

    @ParameterizedTest
    @EnumSource(Lost::class)
    fun `repeats a lost refresh with the same token`(lost: Lost) = runTest {
        val (phone, client) = started()
        var tries = 0
        phone.server.lose = { if (++tries == 1) lost else null }
        client.accessToken(client.accessToken())
        assertEquals(1, phone.server.live().size)
        client.accessToken(client.accessToken())
        assertEquals(1, phone.server.live().size)
    }

    @ParameterizedTest
    @ValueSource(strings = ["<html>", "", "{}", """{"access_token":"a"}""", "[1]", "null"])
    fun `what is no token response changes nothing`(body: String) = runTest {
        val (phone, client) = started()
        val before = phone.storage.read("device-sessions.session")
        phone.server.intercept = { HttpAnswer(200, body) }
        assertFailsWith<NoAnswer> { client.accessToken(client.accessToken()) }
        assertEquals(before, phone.storage.read("device-sessions.session"))
        assertEquals(emptyList(), phone.ended)
    }

    @Test
    fun `a refresh that never answers does not keep the others out`() = runTest {
        val (phone, client) = started()
        val first = client.accessToken()
        phone.beforeAnswer = {
            phone.beforeAnswer = {}
            delay(Long.MAX_VALUE)
        }
        assertNotEquals(first, client.accessToken(first))
        assertEquals(10_300, testScheduler.currentTime)
    }

    @Test
    fun `does not bring a session back that was left meanwhile`() = runTest {
        val (phone, client) = started()
        val first = client.accessToken()
        phone.beforeAnswer = { name -> if (name == "refreshTokens") client.signOut() }
        assertEquals(Reason.SIGN_IN_REQUIRED, refusedFor { client.accessToken(first) })
        assertEquals(Reason.SIGN_IN_REQUIRED, refusedFor { client.accessToken() })
    }

    @Test
    fun `is refused where there is no session`() = runTest {
        assertEquals(Reason.SIGN_IN_REQUIRED, refusedFor { Phone(this).open().accessToken() })
    }
}
