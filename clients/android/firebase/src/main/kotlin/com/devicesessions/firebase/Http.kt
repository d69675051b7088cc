// As much of HTTP as the endpoints need, with the platform's own client.
package com.devicesessions.firebase

import com.devicesessions.HttpAnswer
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible
import java.net.HttpURLConnection
import java.net.URL

private const val HTTP_BAD_REQUEST = 400

public open class Http(private val timeoutMilliseconds: Int = 10_000) {
    public open suspend fun get(url: String): HttpAnswer = send(url, null)

    public open suspend fun post(url: String, json: String): HttpAnswer = send(url, json)

    private suspend fun send(url: String, json: String?): HttpAnswer = runInterruptible(Dispatchers.IO) {
        val connection = URL(url).openConnection() as HttpURLConnection
        try {
            connection.connectTimeout = timeoutMilliseconds
            connection.readTimeout = timeoutMilliseconds
            // A token goes where it was sent, and nowhere else.
            connection.instanceFollowRedirects = false
            if (json != null) {
                connection.doOutput = true
                connection.setRequestProperty("Content-Type", "application/json")
                connection.outputStream.use { it.write(json.toByteArray()) }
            }
            val status = connection.responseCode
            val stream = if (status >= HTTP_BAD_REQUEST) connection.errorStream else connection.inputStream
            val body = stream?.use { it.readBytes().decodeToString() }.orEmpty()
            HttpAnswer(status, body, connection.getHeaderField("Retry-After")?.toDoubleOrNull())
        } finally {
            connection.disconnect()
        }
    }
}
