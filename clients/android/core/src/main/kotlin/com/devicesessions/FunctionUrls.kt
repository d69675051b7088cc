// Where the functions are, found by the issuer alone: region, names and prefix of a deployment are in its metadata
// (RFC 8414).
package com.devicesessions

import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.net.URI

/**
 * Asks for the metadata once, at the first call; again only if it could not be had. [allowHttp]: also beyond this
 * machine, as for an emulator's 10.0.2.2.
 */
public class FunctionUrls(
    private val issuer: String,
    private val allowHttp: Boolean = false,
    private val get: suspend (url: String) -> HttpAnswer,
) {
    private val metadataUrl = metadataUrl(issuer)
    private val asking = Mutex()
    private var found: Map<String, String>? = null

    init {
        require(isSafe(issuer)) { "$issuer is not https; allowHttp takes it" }
    }

    /** The URL of a function. Throws where the metadata cannot be had. */
    public suspend fun urlOf(functionName: String): String {
        val urls = asking.withLock { found ?: find().also { found = it } }
        return urls[functionName] ?: throw NoAnswer("$metadataUrl does not name $functionName")
    }

    private suspend fun find(): Map<String, String> {
        val answer = get(metadataUrl)
        if (answer.status !in 200..299) throw NoAnswer("$metadataUrl: HTTP ${answer.status}")
        val metadata = runCatching { wireJson.parseToJsonElement(answer.body) as JsonObject }
            .getOrElse { throw NoAnswer("$metadataUrl: not the server's answer", it) }
        val named = (metadata["device_session_endpoints"] as? JsonObject).orEmpty() +
            mapOf("refreshTokens" to metadata["token_endpoint"], "revokeToken" to metadata["revocation_endpoint"])
        val urls = named.mapNotNull { (name, url) -> textOf(url)?.let { name to it } }.toMap()
        // The metadata may not lower the scheme of the issuer that the app named.
        for (url in urls.values) if (!isSafe(url)) throw NoAnswer("$metadataUrl names $url, which is not https")
        return urls
    }

    private fun textOf(value: Any?): String? = (value as? JsonPrimitive)?.takeIf { it.isString }?.content

    private fun isSafe(url: String): Boolean {
        val parsed = URI(url)
        if (parsed.scheme == "https") return true
        if (parsed.scheme != "http" || URI(issuer).scheme != "http") return false
        return allowHttp || parsed.host in setOf("localhost", "127.0.0.1", "[::1]")
    }
}

/**
 * Where RFC 8414 §3 looks. Cloud Functions serve nothing there: of an issuer of theirs the function `metadata` is
 * asked, which a kit's path is the prefix of.
 */
private fun metadataUrl(issuer: String): String {
    val parts = Regex("^(https?://[^/?#]+)((?:/[^/?#]+)*)/?$").matchEntire(issuer)
    val (origin, path) = requireNotNull(parts) { "Not an issuer: $issuer" }.destructured
    if (origin.endsWith(".cloudfunctions.net")) return origin + path + (if (path.isEmpty()) "/" else "-") + "metadata"
    return "$origin/.well-known/oauth-authorization-server$path"
}
