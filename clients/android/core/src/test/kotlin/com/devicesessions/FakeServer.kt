// The backend's contract in memory. Answers and requests can be lost; what the server did is then done all the same.
package com.devicesessions

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.add
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import java.io.IOException

enum class Lost { REQUEST, ANSWER }

class FakeSession(val sessionId: String, val userId: String, val nonce: String, val name: String, var refresh: String) {
    var previous: String? = null
    var ended: RefusalDetails? = null
}

class FakeServer {
    val sessions = linkedMapOf<String, FakeSession>()
    val calls = mutableListOf<Pair<String, JsonObject>>()

    /** Decides what gets lost: the request before it is handled, or the answer afterwards. */
    var lose: (name: String) -> Lost? = { null }

    /** Answers in place of the server, as a proxy in between may. */
    var intercept: (name: String) -> HttpAnswer? = { null }

    /** Refuses in place of the server. */
    var refuse: (name: String) -> RefusalDetails? = { null }
    var pushes = "ok"
    private val attempts = mutableMapOf<String, String>()
    private var counter = 0

    fun live() = sessions.values.filter { it.ended == null }

    fun count(name: String) = calls.count { it.first == name }

    fun last(name: String): JsonObject = calls.last { it.first == name }.second

    fun end(sessionId: String, revokedReason: RevokedReason? = null, reason: Reason = Reason.SESSION_REVOKED) {
        sessions.getValue(sessionId).ended = RefusalDetails(reason, revokedReason = revokedReason)
    }

    fun call(name: String, data: JsonObject, identity: Identity?): JsonElement {
        calls += name to data
        val lost = lose(name)
        if (lost == Lost.REQUEST) throw CallFailed("functions/internal")
        refuse(name)?.let { throw failed(it) }
        val answer = handle(name, data, identity)
        if (lost == Lost.ANSWER) throw CallFailed("functions/internal")
        return answer
    }

    fun post(name: String, data: JsonObject): HttpAnswer {
        calls += name to data
        intercept(name)?.let { return it }
        val lost = lose(name)
        if (lost == Lost.REQUEST) throw IOException("no network")
        val answer = refuse(name)?.let { HttpAnswer(401, json(it)) } ?: handlePost(name, data)
        if (lost == Lost.ANSWER) throw IOException("no network")
        return answer
    }

    private fun next(name: String) = "$name${++counter}"

    private fun handle(name: String, data: JsonObject, identity: Identity?): JsonElement {
        if (identity == null) throw failed(RefusalDetails(Reason.SIGN_IN_REQUIRED))
        if (name == "registerSession") return register(data, identity)
        val sessionId = identity.sessionId ?: throw failed(RefusalDetails(Reason.SESSION_REQUIRED))
        val own = sessions.getValue(sessionId)
        own.ended?.let { if (name == "signOut") return buildJsonObject { } else throw failed(it) }
        val named = data["sessionId"]?.let { sessions[it.jsonPrimitive.content] }
        return when (name) {
            "updateSession" -> buildJsonObject {
                put("session", view(own))
                put("pushes", pushes)
                put("unconfirmed", buildJsonArray { })
            }
            "listSessions" -> buildJsonObject {
                put("sessions", buildJsonArray { live().forEach { add(view(it)) } })
                put("pushes", pushes)
            }
            "signOut" -> buildJsonObject { end(sessionId, RevokedReason.SIGN_OUT) }
            "revokeSession" -> buildJsonObject {
                named?.let { end(it.sessionId, RevokedReason.USER) }
                put("sessionId", data.getValue("sessionId"))
                put("revoked", true)
            }
            "answerLogin" -> buildJsonObject {
                if (data["wasMe"] == JsonPrimitive(false)) end(named!!.sessionId, RevokedReason.DENIED)
                put("session", view(named!!))
            }
            else -> throw CallFailed("functions/not-found")
        }
    }

    private fun register(data: JsonObject, identity: Identity): JsonElement {
        if (identity.sessionId != null) throw failed(RefusalDetails(Reason.RECENT_SIGN_IN_REQUIRED))
        val attempt = "${identity.userId}:${data["attempt"]}"
        val known = attempts[attempt]?.let { sessions.getValue(it) }
        if (known != null && known.ended == null) return opened(known)
        val nonce = data["deviceToken"]?.jsonPrimitive?.content ?: next("nonce")
        live().filter { it.userId == identity.userId && it.nonce == nonce }
            .forEach { end(it.sessionId, RevokedReason.REPLACED) }
        val name = data.getValue("deviceName").jsonPrimitive.content
        val session = FakeSession(next("session"), identity.userId, nonce, name, next("refresh"))
        sessions[session.sessionId] = session
        attempts[attempt] = session.sessionId
        return opened(session)
    }

    private fun opened(session: FakeSession) = buildJsonObject {
        put("session", view(session))
        put("customToken", "custom:${session.userId}:${session.sessionId}")
        put("tokens", tokens(session))
        put("deviceToken", session.nonce)
    }

    private fun handlePost(name: String, data: JsonObject): HttpAnswer {
        val token = (data["refresh_token"] ?: data["token"])?.jsonPrimitive?.content
        val session = sessions.values.find { it.refresh == token || it.previous == token }
        val ended = session?.ended
        return when (name) {
            "refreshTokens" -> when {
                session == null -> HttpAnswer(401, """{"error":"invalid_grant","reason":"token_invalid"}""")
                ended != null -> HttpAnswer(401, json(ended))
                else -> {
                    if (session.refresh == token) {
                        session.previous = token
                        session.refresh = next("refresh")
                    }
                    HttpAnswer(200, tokens(session).toString())
                }
            }
            "revokeToken" -> {
                if (session != null && ended == null) end(session.sessionId, RevokedReason.SIGN_OUT)
                HttpAnswer(200, "")
            }
            "confirmLogout" -> HttpAnswer(200, """{"logoutConfirmedAt":"2026-11-25T12:03:00.000Z"}""")
            "answerLoginAlert" -> HttpAnswer(200, """{"wasMe":${data["wasMe"]},"revoked":${data["wasMe"] == JsonPrimitive(false)}}""")
            else -> HttpAnswer(404, "")
        }
    }

    private fun tokens(session: FakeSession) = buildJsonObject {
        put("access_token", next("access"))
        put("token_type", "Bearer")
        put("expires_in", 600)
        put("refresh_token", session.refresh)
    }

    private fun view(session: FakeSession) = sessionJson(session.sessionId, session.name)

    private fun failed(details: RefusalDetails) =
        CallFailed("functions/unauthenticated", wireJson.parseToJsonElement(json(details)).jsonObject)

    private fun json(details: RefusalDetails) = wireJson.encodeToString(RefusalDetails.serializer(), details)
}

/** A session as the server says it. */
fun sessionJson(sessionId: String, name: String): JsonObject = wireJson.parseToJsonElement(
    """{"sessionId":"$sessionId","deviceName":"$name","deviceType":"ANDROID","platform":null,"appVersion":null,
    "location":null,"createdAt":"2026-11-25T12:00:00.000Z","lastActiveAt":"2026-11-25T12:00:00.000Z",
    "expiresAt":"2026-12-25T12:00:00.000Z","confirmed":true,"signals":[],"isCurrentDevice":true,
    "signInProvider":"password","secondFactor":false,"officialApp":null}""",
).jsonObject
