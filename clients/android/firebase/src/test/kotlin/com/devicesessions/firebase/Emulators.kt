// The running emulators, and Firebase's own Android code on the JVM in front of them: an app for each phone.
package com.devicesessions.firebase

import android.app.Application
import com.devicesessions.ClientOptions
import com.devicesessions.DeviceDescription
import com.devicesessions.MemoryStorage
import com.devicesessions.Patience
import com.devicesessions.SessionState
import com.devicesessions.SessionsClient
import com.google.firebase.FirebaseApp
import com.google.firebase.FirebaseOptions
import com.google.firebase.FirebasePlatform
import com.google.firebase.auth.FirebaseAuth
import com.google.firebase.functions.FirebaseFunctions
import kotlinx.coroutines.tasks.await
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.io.File

/** The first call of a function starts its process: on a busy machine that takes longer than a person waits. */
private const val PATIENCE_MILLISECONDS = 180_000

/** Of the right shape, and nobody's. */
private val API_KEY = "A" + "x".repeat(38)

object Emulators {
    private val project: String = System.getenv("GCLOUD_PROJECT")
    private val functionsHost: String = System.getenv("FUNCTIONS_EMULATOR_HOST")
    private val authHost: String = System.getenv("FIREBASE_AUTH_EMULATOR_HOST")
    private val endpoints = "http://$functionsHost/$project/us-central1"
    private val http = Http(PATIENCE_MILLISECONDS)

    fun start() {
        FirebasePlatform.initializeFirebasePlatform(object : FirebasePlatform() {
            private val kept = mutableMapOf<String, String>()

            override fun store(key: String, value: String) {
                kept[key] = value
            }

            override fun retrieve(key: String) = kept[key]

            override fun clear(key: String) {
                kept.remove(key)
            }

            override fun log(msg: String) = Unit

            override fun getDatabasePath(name: String) = File("target/$name")
        })
    }

    class Phone(val auth: FirebaseAuth, private val functions: FirebaseFunctions, val transports: FirebaseTransports, name: String) {
        /** As an app calls a function of its own. */
        suspend fun callRaw(name: String) {
            functions.getHttpsCallable(name).call(emptyMap<String, Any>()).await()
        }

        val ended = mutableListOf<SessionState.Ended>()
        val client = SessionsClient(
            ClientOptions(
                transports,
                { DeviceDescription(name, platform = "Android 16", locale = "en") },
                MemoryStorage(),
                onEnded = { ended += it },
                patience = Patience(limit = PATIENCE_MILLISECONDS.toLong()),
            ),
        )
    }

    fun phone(name: String): Phone {
        val options = FirebaseOptions.Builder()
            .setProjectId(project).setApplicationId("1:1:android:1").setApiKey(API_KEY).build()
        val app = FirebaseApp.initializeApp(Application(), options, name)
        val auth = FirebaseAuth.getInstance(app).also(::use)
        val functions = FirebaseFunctions.getInstance(app, "us-central1")
            .apply { useEmulator(hostOf(functionsHost), portOf(functionsHost)) }
        return Phone(auth, functions, FirebaseTransports(auth, functions, endpoints, http), name)
    }

    fun use(auth: FirebaseAuth) = auth.useEmulator(hostOf(authHost), portOf(authHost))

    /** The data of the pushes to a push token, oldest first: what would have been handed to FCM. */
    suspend fun pushesTo(pushToken: String): List<Map<String, String>> {
        val answer = http.post("$endpoints/labOutbox", "{}")
        val pushes = Json.parseToJsonElement(answer.body).jsonObject.getValue("pushes").jsonArray
        return pushes.map { it.jsonObject.getValue("message").jsonObject }
            .filter { it["token"]?.jsonPrimitive?.content == pushToken }
            .map { message -> (message["data"] as JsonObject).mapValues { it.value.jsonPrimitive.content } }
    }

    private fun hostOf(address: String) = address.substringBefore(':')

    private fun portOf(address: String) = address.substringAfter(':').toInt()
}
