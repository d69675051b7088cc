package com.devicesessions

import kotlinx.coroutines.delay
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Test
import java.io.IOException
import kotlin.test.assertEquals
import kotlin.test.assertNotEquals

class StorageTest {
    private class Failing(private val storage: Storage) : Storage by storage {
        var fails: suspend () -> Boolean = { false }

        override suspend fun read(key: String): String? = if (fails()) throw IOException("locked") else storage.read(key)

        override suspend fun write(key: String, value: String?) =
            if (fails()) throw IOException("locked") else storage.write(key, value)
    }

    @Test
    fun `what cannot be read is unavailable, and not absent`() = runTest {
        val (phone, _) = started()
        val storage = Failing(phone.storage).apply { fails = { true } }
        val client = phone.open(storage)
        assertEquals(Reason.UNAVAILABLE, refusedFor { client.accessToken() })
        phone.signIn("alice", 2000)
        assertEquals(Reason.UNAVAILABLE, refusedFor { client.start() })
        assertEquals(1, phone.server.count("registerSession"))
        storage.fails = { false }
        client.start()
        assertEquals("nonce1", phone.server.last("registerSession")["deviceToken"].toString().trim('"'))
    }

    @Test
    fun `reads again before it gives up`() = runTest {
        val (phone, _) = started()
        var reads = 0
        val storage = Failing(phone.storage).apply { fails = { ++reads == 1 } }
        phone.open(storage).accessToken()
        assertEquals(2, reads)
    }

    @Test
    fun `a storage that never answers is waited for with a limit`() = runTest {
        val (phone, _) = started()
        val storage = Failing(phone.storage).apply { fails = { delay(Long.MAX_VALUE).let { true } } }
        val client = phone.open(storage)
        assertEquals(Reason.UNAVAILABLE, refusedFor { client.accessToken() })
        assertEquals(10_000, testScheduler.currentTime)
        assertEquals(Reason.UNAVAILABLE, refusedFor { client.accessToken() })
        assertEquals(10_500, testScheduler.currentTime)
    }

    @Test
    fun `what cannot be written is held until it can`() = runTest {
        val phone = Phone(this)
        phone.signIn("alice")
        val storage = Failing(phone.storage)
        val client = phone.open(storage)
        storage.fails = { false }
        var writes = 0
        storage.fails = { phone.server.count("registerSession") > 0 && ++writes > 0 }
        client.start()
        val token = client.accessToken()
        storage.fails = { false }
        assertEquals(token, client.accessToken())
        assertNotEquals(token, client.accessToken(token))
        assertEquals(client.accessToken(), phone.open().accessToken())
    }

    @Test
    fun `what was half written is as good as none`() = runTest {
        val (phone, _) = started()
        phone.storage.write("device-sessions.session", """{"userId":"al""")
        assertEquals(Reason.SIGN_IN_REQUIRED, refusedFor { phone.open().accessToken() })
    }
}
