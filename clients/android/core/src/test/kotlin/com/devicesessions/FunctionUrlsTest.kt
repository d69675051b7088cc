package com.devicesessions

import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith

class FunctionUrlsTest {
    private val asked = mutableListOf<String>()

    private fun urls(issuer: String, base: String = "https://f.example", allowHttp: Boolean = false, status: Int = 200) =
        FunctionUrls(issuer, allowHttp) {
            asked += it
            HttpAnswer(
                status,
                """{"token_endpoint":"$base/refreshTokens","revocation_endpoint":"$base/revokeToken",
                "device_session_endpoints":{"listSessions":"$base/listSessions"}}""",
            )
        }

    @Test
    fun `asks once, where RFC 8414 looks or at the function itself`() = runTest {
        val urls = urls("https://login.example/a")
        assertEquals("https://f.example/listSessions", urls.urlOf("listSessions"))
        assertEquals("https://f.example/revokeToken", urls.urlOf("revokeToken"))
        urls("https://us-central1-p.cloudfunctions.net").urlOf("refreshTokens")
        urls("https://us-central1-p.cloudfunctions.net/kit-a").urlOf("refreshTokens")
        val expected = listOf(
            "https://login.example/.well-known/oauth-authorization-server/a",
            "https://us-central1-p.cloudfunctions.net/metadata",
            "https://us-central1-p.cloudfunctions.net/kit-a-metadata",
        )
        assertEquals(expected, asked)
    }

    @Test
    fun `the metadata may not lower the scheme of the issuer`() = runTest {
        assertFailsWith<NoAnswer> { urls("https://login.example", "http://f.example").urlOf("listSessions") }
        assertFailsWith<NoAnswer> { urls("https://login.example", "http://127.0.0.1", allowHttp = true).urlOf("listSessions") }
    }

    @Test
    fun `http is for this machine, or for who asks for it`() = runTest {
        assertFailsWith<IllegalArgumentException> { urls("http://10.0.2.2:5000") }
        assertFailsWith<IllegalArgumentException> { urls("login.example") }
        urls("http://127.0.0.1:5000", "http://127.0.0.1:5001").urlOf("listSessions")
        urls("http://10.0.2.2:5000", "http://10.0.2.2:5001", allowHttp = true).urlOf("listSessions")
    }

    @Test
    fun `asks again where the metadata could not be had`() = runTest {
        var status = 503
        val urls = FunctionUrls("https://login.example") {
            asked += it
            HttpAnswer(status, """{"token_endpoint":"https://f.example/refreshTokens"}""")
        }
        assertFailsWith<NoAnswer> { urls.urlOf("refreshTokens") }
        status = 200
        urls.urlOf("refreshTokens")
        assertFailsWith<NoAnswer> { urls.urlOf("revokeToken") }
        assertEquals(2, asked.size)
    }
}
