// The session of this installation: opened after a sign-in, asked for at every start, ended by signing out.
package com.example.app.sessions

import android.content.Context
import android.os.Build
import com.google.firebase.FirebaseException
import com.google.firebase.auth.FirebaseAuth
import com.google.firebase.functions.FirebaseFunctions
import com.google.firebase.functions.FirebaseFunctionsException
import java.io.File
import java.net.HttpURLConnection
import java.net.URL
import java.security.SecureRandom
import java.util.Base64
import java.util.Locale
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.tasks.await
import kotlinx.coroutines.withContext
import org.json.JSONObject

/** Your REGION and project. */
private const val REGION = "us-central1"
private const val ENDPOINTS = "https://us-central1-my-project.cloudfunctions.net"

/** The server has refused a call. `details` holds the rest, such as what would lift it. */
class Refusal(val reason: String, val details: Map<*, *>) : Exception(reason)

/** `wipe` is false where only the account changed: ask for a sign-in, delete nothing. */
data class Ended(val reason: String, val revokedReason: String?, val wipe: Boolean)

class DeviceSessions(context: Context, private val onEnded: suspend (Ended) -> Unit) {
    // Backups do not take this folder: a device token that is restored elsewhere would name two devices.
    private val file = File(context.noBackupFilesDir, "device-sessions.json")
    private val auth = FirebaseAuth.getInstance()
    private val functions = FirebaseFunctions.getInstance(REGION)
    private val registering = Mutex()

    /** After every sign-in, and at every start of the app. */
    suspend fun start(pushToken: String?) {
        endWhatWasLeft()
        if (ownSessionId() == null) register(pushToken) else update(pushToken)
    }

    suspend fun update(pushToken: String? = null) {
        call("updateSession", if (pushToken == null) emptyMap() else mapOf("pushToken" to pushToken))
    }

    suspend fun list(): List<Map<*, *>> {
        val sessions = call("listSessions")["sessions"] as List<*>
        return sessions.filterIsInstance<Map<*, *>>()
    }

    suspend fun revoke(sessionId: String) {
        call("revokeSession", mapOf("sessionId" to sessionId))
    }

    suspend fun revokeOthers() {
        call("revokeOtherSessions")
    }

    /** "Was that you?" Throws a Refusal where the answer does not count: show it, nothing was closed. */
    suspend fun answer(sessionId: String, wasMe: Boolean) {
        call("answerLogin", mapOf("sessionId" to sessionId, "wasMe" to wasMe))
    }

    /** The same by the token of an alert, without being signed in. */
    suspend fun answerAlert(answerToken: String, wasMe: Boolean) {
        post("answerLoginAlert", JSONObject().put("token", answerToken).put("wasMe", wasMe))
    }

    /** `forget`: this is not the person's own device. */
    suspend fun signOut(forget: Boolean = false) {
        try {
            functions.getHttpsCallable("signOut").call(mapOf("forget" to forget)).await()
        } catch (error: FirebaseException) {
            // Not reached, by the function or by the SDK's own refresh: the refresh token ends it later.
            read("refreshToken")?.let { write("left", it) }
        }
        write("refreshToken", null)
        write("attempt", null)
        if (forget) {
            write("deviceToken", null)
            write("deviceId", null)
        }
        auth.signOut()
    }

    /** A push is a hint: the server is asked before anything is deleted. */
    suspend fun onForceLogout(data: Map<String, String>) {
        if (data["sessionId"] != ownSessionId()) return
        try {
            update()
        } catch (error: Refusal) {
            val receipt = data["receiptToken"] ?: return
            if (isEnd(error)) post("confirmLogout", JSONObject().put("token", receipt))
        }
    }

    private suspend fun register(pushToken: String?) = registering.withLock {
        if (ownSessionId() != null) return@withLock
        // Kept until it is answered, so that a repeat opens nothing new.
        val attempt = read("attempt") ?: newId().also { write("attempt", it) }
        val deviceId = read("deviceId") ?: newId().also { write("deviceId", it) }
        val answer = try {
            call("registerSession", mapOf(
                "deviceId" to deviceId,
                "attempt" to attempt,
                "deviceToken" to read("deviceToken"),
                "refreshToken" to read("refreshToken"),
                "deviceName" to "${Build.MANUFACTURER} ${Build.MODEL}",
                "deviceType" to "ANDROID",
                "platform" to "Android ${Build.VERSION.RELEASE}",
                "pushToken" to pushToken,
                "locale" to Locale.getDefault().toLanguageTag(),
            ))
        } catch (error: Refusal) {
            write("attempt", null)
            throw error
        }
        val tokens = answer["tokens"] as Map<*, *>
        write("deviceToken", answer["deviceToken"] as String)
        write("refreshToken", tokens["refresh_token"] as String)
        auth.signInWithCustomToken(answer["customToken"] as String).await()
        write("attempt", null)
    }

    /** A lost answer is asked for again; only the server's own refusal ends the session. */
    private suspend fun call(name: String, data: Map<String, Any?> = emptyMap()): Map<*, *> {
        var pause = 500L
        while (true) {
            try {
                val result = functions.getHttpsCallable(name).call(data).await()
                return result.getData() as? Map<*, *> ?: emptyMap<String, Any>()
            } catch (error: FirebaseFunctionsException) {
                val details = error.details as? Map<*, *>
                val reason = details?.get("reason") as? String
                if (reason != null && reason != "unavailable") throw refused(Refusal(reason, details))
                if (pause > 4000L) throw error
                delay(pause)
                pause *= 3
            }
        }
    }

    private suspend fun refused(refusal: Refusal): Refusal {
        if (isEnd(refusal)) {
            val revokedReason = refusal.details["revokedReason"] as? String
            write("refreshToken", null)
            onEnded(Ended(refusal.reason, revokedReason, revokedReason != "account"))
            auth.signOut()
        }
        return refusal
    }

    private fun isEnd(refusal: Refusal): Boolean =
        refusal.reason == "session_revoked" || refusal.reason == "session_expired"

    private suspend fun ownSessionId(): String? =
        auth.currentUser?.getIdToken(false)?.await()?.claims?.get("sid") as? String

    private suspend fun endWhatWasLeft() {
        val token = read("left") ?: return
        runCatching { post("revokeToken", JSONObject().put("token", token)) }
            .onSuccess { write("left", null) }
    }

    private suspend fun post(name: String, body: JSONObject) = withContext(Dispatchers.IO) {
        val connection = URL("$ENDPOINTS/$name").openConnection() as HttpURLConnection
        connection.doOutput = true
        connection.setRequestProperty("Content-Type", "application/json")
        connection.outputStream.use { it.write(body.toString().toByteArray()) }
        if (connection.responseCode >= 400) {
            val answer = JSONObject(connection.errorStream.bufferedReader().readText())
            throw Refusal(answer.optString("reason", "unavailable"), emptyMap<String, Any>())
        }
    }

    private fun newId(): String {
        val bytes = ByteArray(16).also { SecureRandom().nextBytes(it) }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
    }

    @Synchronized
    private fun kept(): JSONObject =
        if (file.exists()) JSONObject(file.readText()) else JSONObject()

    private fun read(key: String): String? = kept().let { if (it.isNull(key)) null else it.getString(key) }

    @Synchronized
    private fun write(key: String, value: String?) {
        file.writeText(kept().put(key, value ?: JSONObject.NULL).toString())
    }
}
