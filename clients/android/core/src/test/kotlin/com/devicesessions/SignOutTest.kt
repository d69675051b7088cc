package com.devicesessions

import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull

class SignOutTest {
    @Test
    fun `ends the session and signs out of Firebase`() = runTest {
        val (phone, client) = started()
        client.signOut()
        assertEquals(0, phone.server.live().size)
        assertNull(phone.identity)
        assertEquals(SessionState.SignedOut, client.state.value)
        assertNotNull(phone.storage.read("device-sessions.deviceToken"))
        assertEquals(emptyList(), phone.ended)
    }

    @Test
    fun `without a network signs out at once, and ends the session at the next start`() = runTest {
        val (phone, client) = started()
        phone.server.lose = { Lost.REQUEST }
        client.signOut()
        assertNull(phone.identity)
        assertEquals(0, testScheduler.currentTime)
        testScheduler.advanceTimeBy(60_000)
        assertEquals(1, phone.server.live().size)
        phone.server.lose = { null }
        refusedFor { phone.open().start() }
        testScheduler.advanceTimeBy(1)
        assertEquals(0, phone.server.live().size)
        assertEquals("[]", phone.storage.read("device-sessions.left"))
    }

    @ParameterizedTest
    @ValueSource(strings = ["<html>", "[]", "nothing"])
    fun `a left session counts as told only by the server's answer`(body: String) = runTest {
        val (phone, client) = started()
        phone.server.lose = { Lost.REQUEST }
        client.signOut()
        phone.server.lose = { null }
        phone.server.intercept = { HttpAnswer(200, body) }
        testScheduler.advanceTimeBy(60_000)
        assertEquals(1, phone.server.live().size)
        phone.server.intercept = { null }
        refusedFor { phone.open().start() }
        testScheduler.advanceTimeBy(1)
        assertEquals(0, phone.server.live().size)
    }

    @Test
    fun `forgets a device that is not one's own`() = runTest {
        val (phone, client) = started()
        client.signOut(forget = true)
        assertEquals("""{"forget":true}""", phone.server.last("signOut").toString())
        assertNull(phone.storage.read("device-sessions.deviceToken"))
        assertNull(phone.storage.read("device-sessions.deviceId"))
    }

    @Test
    fun `a storage that fails does not keep the person signed in`() = runTest {
        val (phone, _) = started()
        val broken = object : Storage {
            override suspend fun read(key: String): String? = throw java.io.IOException("locked")

            override suspend fun write(key: String, value: String?): Unit = throw java.io.IOException("locked")
        }
        phone.server.lose = { Lost.REQUEST }
        phone.open(storage = broken).signOut()
        assertNull(phone.identity)
    }
}
