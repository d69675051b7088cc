package com.devicesessions

import com.sun.net.httpserver.HttpServer
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import okhttp3.OkHttpClient
import okhttp3.Request
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import java.io.IOException
import java.net.InetSocketAddress
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertSame

/** With real HTTP on loopback: an API, and somebody else's server. */
class AccessTokensTest {
    private class Api(var answer: (token: String?) -> Pair<Int, String?>) {
        val tokens = mutableListOf<String?>()
        var body = ""
        private val server = HttpServer.create(InetSocketAddress("127.0.0.1", 0), 0).apply {
            createContext("/") { exchange ->
                val token = exchange.requestHeaders.getFirst("Authorization")
                tokens += token
                val (status, location) = answer(token)
                location?.let { exchange.responseHeaders.add("Location", it) }
                val bytes = body.toByteArray()
                exchange.sendResponseHeaders(status, bytes.size.toLong().takeIf { it > 0 } ?: -1)
                exchange.responseBody.write(bytes)
                exchange.close()
            }
            start()
        }
        val origin = "http://127.0.0.1:${server.address.port}"

        fun stop() = server.stop(0)
    }

    private val api = Api { 200 to null }
    private val other = Api { 200 to null }

    @AfterEach
    fun stop() {
        api.stop()
        other.stop()
    }

    private fun get(http: OkHttpClient, url: String) =
        http.newCall(Request.Builder().url(url).build()).execute().use { it.code }

    private fun http(client: SessionsClient) = OkHttpClient.Builder().authorizeBy(client, listOf(api.origin)).build()

    @Test
    fun `the token goes to the API and to nobody else`() = realTime { _, client ->
        val http = http(client)
        get(http, api.origin)
        get(http, other.origin)
        get(http, api.origin.replace("127.0.0.1", "localhost"))
        val token = "Bearer ${client.accessToken()}"
        assertEquals(listOf(token, null), api.tokens)
        assertEquals(listOf<String?>(null), other.tokens)
    }

    @Test
    fun `neither does it where the API redirects, or another server asks for it`() = realTime { _, client ->
        api.answer = { 302 to other.origin }
        other.answer = { 401 to null }
        assertEquals(401, get(http(client), api.origin))
        assertEquals(listOf<String?>(null), other.tokens)
    }

    @Test
    fun `a 401 refreshes once`() = realTime { phone, client ->
        val first = client.accessToken()
        api.answer = { token -> (if (token == "Bearer $first") 401 else 200) to null }
        assertEquals(200, get(http(client), api.origin))
        assertNotEquals(first, client.accessToken())
        api.answer = { 401 to null }
        assertEquals(401, get(http(client), api.origin))
        assertEquals(2, phone.server.count("refreshTokens"))
        assertEquals(4, api.tokens.size)
    }

    @Test
    fun `a 403 refreshes nothing`() = realTime { phone, client ->
        api.answer = { 403 to null }
        assertEquals(403, get(http(client), api.origin))
        assertEquals(0, phone.server.count("refreshTokens"))
    }

    @Test
    fun `a 403 for want of a confirmed session leads to one waiting, and leaves the body to the app`() = realTime { phone, client ->
        val answer = CompletableDeferred<Unit>()
        phone.beforeAnswer = { if (it == "listSessions") answer.await() }
        api.answer = { 403 to null }
        api.body = """{"error":"insufficient_scope","reason":"session_unconfirmed","retryAfterSeconds":600,"confirmBy":["other_device"]}"""
        val waitings = List(2) {
            http(client).newCall(Request.Builder().url(api.origin).build()).execute().use { response ->
                client.waitForConfirmation(response).also { assertEquals(api.body, response.body.string()) }
            }
        }
        assertSame(waitings[0], waitings[1])
        assertEquals(listOf(RefusalDetailsConfirmBy.OTHER_DEVICE), assertNotNull(waitings[0]).confirmBy)
        answer.complete(Unit)
        assertEquals(true, waitings[0]?.done())
    }

    @Test
    fun `no other answer leads to a waiting`() = realTime { _, client ->
        for ((status, body) in listOf(
            200 to """{"reason":"session_unconfirmed"}""", 403 to """{"reason":"forbidden"}""", 403 to "<html>", 403 to "",
        )) {
            api.answer = { status to null }
            api.body = body
            http(client).newCall(Request.Builder().url(api.origin).build()).execute()
                .use { assertNull(client.waitForConfirmation(it)) }
        }
    }

    @Test
    fun `a session that is over fails the call and tells the app`() = realTime { phone, client ->
        phone.server.end(phone.identity!!.sessionId!!)
        api.answer = { 401 to null }
        val error = assertFailsWith<IOException> { get(http(client), api.origin) }
        assertIs<Refusal>(error.cause)
        assertEquals(1, phone.ended.size)
    }

    /** OkHttp waits on its own threads: no virtual time. */
    private fun realTime(test: suspend (Phone, SessionsClient) -> Unit) = runBlocking {
        val phone = Phone(CoroutineScope(Dispatchers.Default))
        phone.signIn("alice")
        val client = phone.open()
        client.start()
        test(phone, client)
    }
}
