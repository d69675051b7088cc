// What a case of clients/cases is played on: a server, a storage and Firebase that do as the case says.
package com.devicesessions

import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.double
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import java.io.File
import java.io.IOException

val casesFolder = File("../../cases")

fun parse(file: File): JsonElement = wireJson.parseToJsonElement(file.readText())

fun JsonElement?.text(): String? = (this as? JsonPrimitive)?.contentOrNull

fun identityIn(said: JsonElement?): Identity? = (said as? JsonObject)?.let {
    Identity(it["userId"].text()!!, it["sessionId"].text(), it.getValue("signedInAt").jsonPrimitive.long)
}

class CaseStage(given: JsonObject) : Transports, Storage {
    private val standard = parse(File(casesFolder, "standard.json")).jsonObject
    private val watchers = MutableSharedFlow<Unit>(extraBufferCapacity = 16)
    val items = mutableMapOf<String, String>()
    val sent = mutableListOf<Pair<String, JsonElement>>()
    val server = mutableMapOf<String, MutableList<JsonElement>>()
    val storage = mutableMapOf("read" to "ok", "write" to "ok")
    var firebase = "ok"
    var signedIn = identityIn(given["firebase"])

    init {
        for ((key, value) in given["storage"]?.jsonObject.orEmpty()) items[key] = value.toString()
        for (key in given["damaged"]?.jsonArray.orEmpty().map { it.text()!! }) {
            items[key] = items.getValue(key).let { it.take(it.length / 2) }
        }
    }

    fun signIn(identity: Identity?) {
        signedIn = identity
        watchers.tryEmit(Unit)
    }

    override val identityChanges: Flow<Unit> get() = watchers

    override suspend fun read(key: String): String? {
        failing("read")
        return items[key]
    }

    override suspend fun write(key: String, value: String?) {
        failing("write")
        if (value == null) items.remove(key) else items[key] = value
    }

    private suspend fun failing(kind: String) {
        val now = storage.getValue(kind)
        if (now == "hang") awaitCancellation()
        if (now == "fail once") storage[kind] = "ok"
        if (now.startsWith("fail")) throw IOException("The storage fails.")
    }

    /** What comes of a request; with the status, where it is an answer. */
    private suspend fun outcome(name: String, data: JsonElement): Pair<Int, JsonElement> {
        sent += name to data
        val planned = server[name].orEmpty()
        val next = planned.firstOrNull() ?: JsonObject(emptyMap())
        if (planned.size > 1) server.getValue(name).removeAt(0)
        if (next !is JsonObject) {
            if (next.text() == "hang") awaitCancellation()
            throw IOException("no network")
        }
        next["after"]?.let { delay((it.jsonPrimitive.double * 1000).toLong()) }
        next["refuse"]?.let { return 401 to JsonObject(it.jsonObject + ("error" to JsonPrimitive("x"))) }
        next["http"]?.let { return it.jsonPrimitive.int to (next["body"] ?: JsonNull) }
        return 200 to merged(standard[name], next["answer"])
    }

    override suspend fun call(functionName: String, data: JsonElement): JsonElement {
        val (status, body) = outcome(functionName, data)
        if (status == 200) return body
        val details = (body as? JsonObject)?.takeIf { it["reason"].text() != null }
        throw CallFailed("functions/internal", details)
    }

    override suspend fun post(functionName: String, body: JsonElement): HttpAnswer {
        val (status, answer) = outcome(functionName, body)
        val text = if (answer is JsonPrimitive) answer.contentOrNull.orEmpty() else answer.toString()
        return HttpAnswer(status, text)
    }

    override suspend fun identity(fresh: Boolean): Identity? {
        if (firebase == "hang") awaitCancellation()
        if (firebase == "fail") throw IOException("no network")
        if (firebase == "ended" && signedIn != null) {
            signIn(null)
            throw SignInLost()
        }
        return signedIn
    }

    override suspend fun signInWithCustomToken(customToken: String) {
        val (userId, sessionId) = customToken.split('/')
        signIn(Identity(userId, sessionId, signedIn?.signedInAt ?: 0))
    }

    override suspend fun signOut(): Unit = signIn(null)
}

private fun merged(base: JsonElement?, over: JsonElement?): JsonElement {
    if (base !is JsonObject || over !is JsonObject) return over ?: base ?: JsonNull
    return JsonObject(base + over.mapValues { (key, value) -> merged(base[key], value) })
}

/** Whether the value has what is named, and lists are as long. `$name` stands for one value, the same each time. */
class Named(private val names: MutableMap<String, JsonElement> = mutableMapOf()) {
    fun difference(value: JsonElement?, wanted: JsonElement, what: String): String? = when (wanted) {
        is JsonArray -> {
            val list = value as? JsonArray
            if (list?.size != wanted.size) "$what: $value"
            else wanted.indices.firstNotNullOfOrNull { difference(list[it], wanted[it], what) }
        }
        is JsonObject -> wanted.entries.firstNotNullOfOrNull { (key, item) ->
            difference((value as? JsonObject)?.get(key), item, "$what, $key")
        }
        is JsonPrimitive -> {
            val name = wanted.text()?.takeIf { wanted.isString && it.startsWith("$") }
            val expected = if (name == null) wanted else value?.let { names.getOrPut(name) { it } }
            if ((value ?: JsonNull) == (expected ?: JsonPrimitive("a value"))) null else "$what: $value, not $wanted"
        }
    }
}
