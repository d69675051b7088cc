// An app as far as the alerts know it: a session "own" is open, and the server answers as the test says.
package com.devicesessions.alerts

import android.app.Application
import android.content.Context
import android.content.Intent
import com.devicesessions.CallFailed
import com.devicesessions.ClientOptions
import com.devicesessions.DeviceDescription
import com.devicesessions.HttpAnswer
import com.devicesessions.Identity
import com.devicesessions.SessionState
import com.devicesessions.SessionsClient
import com.devicesessions.Transports
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import java.io.IOException

class TestApp : Application(), SessionsHost {
    val server = TestServer()
    val ended = mutableListOf<SessionState.Ended>()
    override val sessions: SessionsClient by lazy {
        SessionsClient(
            ClientOptions(server, { DeviceDescription("Pixel 8") }, FileStorage(this, sealer = null), onEnded = { ended += it }),
        )
    }
    override val alertIcon: Int = android.R.drawable.ic_dialog_alert

    override fun sessionsScreen(): Intent = Intent("sessions").setPackage(packageName)

    /** There is no aapt here: the resources themselves are compared in ResourcesTest. */
    override fun alertTexts(context: Context): AlertTexts =
        AlertTexts("channel", "summary", "sending", "denied", "confirmed", "refused", "failed")
}

class TestServer : Transports {
    /** By function: the status and the body; null is no answer. */
    val answers = mutableMapOf<String, Pair<Int, String>?>()
    val asked = mutableListOf<Pair<String, String>>()
    var signedIn: Identity? = Identity("alice", "own", 1000)

    override suspend fun call(functionName: String, data: JsonElement): JsonElement {
        asked += functionName to data.toString()
        val (status, body) = answers[functionName] ?: throw IOException("no network")
        val parsed = Json.parseToJsonElement(body)
        return if (status == 200) parsed else throw CallFailed("functions/unauthenticated", parsed)
    }

    override suspend fun post(functionName: String, body: JsonElement): HttpAnswer {
        asked += functionName to body.toString()
        val (status, text) = answers[functionName] ?: throw IOException("no network")
        return HttpAnswer(status, text)
    }

    override suspend fun identity(fresh: Boolean): Identity? = signedIn

    override suspend fun signInWithCustomToken(customToken: String): Unit = error("not here")

    override suspend fun signOut() {
        signedIn = null
    }
}
