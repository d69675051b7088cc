// OkHttp for the team's own API: the access token goes to its origins and nowhere else; a 401 refreshes it once.
package com.devicesessions

import kotlinx.coroutines.runBlocking
import okhttp3.Authenticator
import okhttp3.HttpUrl
import okhttp3.HttpUrl.Companion.toHttpUrl
import okhttp3.Interceptor
import okhttp3.Request
import okhttp3.Response
import okhttp3.Route
import java.io.IOException

/** Add it to a client by `authorizeBy`. */
internal class ApiOrigins(origins: Collection<String>) {
    private val origins = origins.map { it.toHttpUrl() }

    operator fun contains(url: HttpUrl): Boolean =
        origins.any { it.scheme == url.scheme && it.host == url.host && it.port == url.port }
}

/**
 * Sends the access token with each request to one of [apiOrigins], such as `https://api.example.com`; requests to other
 * origins go without. A 401 refreshes the token once; a 403, such as `session_unconfirmed`, changes nothing.
 */
public fun okhttp3.OkHttpClient.Builder.authorizeBy(
    client: SessionsClient,
    apiOrigins: Collection<String>,
): okhttp3.OkHttpClient.Builder {
    val origins = ApiOrigins(apiOrigins)
    return addInterceptor(AccessTokenInterceptor(client, origins)).authenticator(AccessTokenAuthenticator(client, origins))
}

/**
 * The [Waiting] that an API's refusal leads to; null for any other answer. The body can still be read. With Retrofit, give
 * the text of the error's body instead.
 */
public fun SessionsClient.waitForConfirmation(response: Response): Waiting? =
    if (response.code == FORBIDDEN) waitForConfirmation(response.peekBody(LONGEST_BODY).string()) else null

private const val FORBIDDEN = 403
private const val LONGEST_BODY = 65_536L

private class AccessTokenInterceptor(private val client: SessionsClient, private val origins: ApiOrigins) : Interceptor {
    override fun intercept(chain: Interceptor.Chain): Response {
        val request = chain.request()
        if (request.url !in origins) return chain.proceed(request)
        return chain.proceed(authorized(request, blocking { client.accessToken() }))
    }
}

private class AccessTokenAuthenticator(private val client: SessionsClient, private val origins: ApiOrigins) : Authenticator {
    override fun authenticate(route: Route?, response: Response): Request? {
        val request = response.request
        if (request.url !in origins || timesRefused(response) > 1) return null
        val refused = request.header("Authorization")?.removePrefix("Bearer ") ?: return null
        return authorized(request, blocking { client.accessToken(refused) })
    }

    private fun timesRefused(response: Response): Int =
        generateSequence(response) { it.priorResponse }.count { it.code == 401 }
}

private fun authorized(request: Request, token: String): Request =
    request.newBuilder().header("Authorization", "Bearer $token").build()

/** OkHttp runs these on threads of its own, and takes no exception but an IOException. */
private fun blocking(work: suspend () -> String): String = try {
    runBlocking { work() }
} catch (refusal: Refusal) {
    throw IOException(refusal)
}
