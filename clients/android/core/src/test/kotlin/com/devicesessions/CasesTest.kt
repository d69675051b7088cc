// The cases that every client passes, played on this core. What they are made of: clients/cases/README.md.
package com.devicesessions

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancel
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import org.junit.jupiter.api.DynamicContainer
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

class CasesTest {
    @TestFactory
    fun `the cases of all clients`(): List<DynamicContainer> = casesFolder.listFiles().orEmpty()
        .filter { it.extension == "json" && it.name != "standard.json" }
        .sorted()
        .map { file ->
            val cases = parse(file).jsonArray.map { it.jsonObject }
            DynamicContainer.dynamicContainer(
                file.nameWithoutExtension,
                cases.map { one ->
                    DynamicTest.dynamicTest(one["name"].text()) { runTest { CasePlayer(this, one).play() } }
                },
            )
        }
        .also { assertTrue(it.isNotEmpty(), "There are no cases in $casesFolder") }
}

private class CasePlayer(private val test: TestScope, private val one: JsonObject) {
    private class Tab(val client: SessionsClient, val scope: CoroutineScope)

    private val given = one["given"]?.jsonObject ?: JsonObject(emptyMap())
    private val stage = CaseStage(given)
    private val turns = Mutex()
    private val tabs = mutableMapOf<String, Tab>()
    private val ended = mutableMapOf<String, MutableList<JsonElement>>()
    private val pending = mutableMapOf<String, Deferred<Result<JsonElement>>>()
    private val named = Named()
    private val visible = MutableStateFlow(true)
    private var clock = 0L
    private var ids = 0

    suspend fun play() {
        for (step in one.getValue("steps").jsonArray) {
            play(step.jsonObject)
            test.runCurrent()
        }
        judgeAll()
        tabs.values.forEach { it.scope.cancel() }
    }

    private suspend fun play(step: JsonObject) {
        step["server"]?.jsonObject?.forEach { (name, planned) -> stage.server[name] = planned.jsonArray.toMutableList() }
        step["storage"]?.jsonObject?.forEach { (kind, now) -> stage.storage[kind] = now.text()!! }
        step["firebase"]?.let { stage.firebase = it.text()!! }
        if ("signIn" in step) stage.signIn(identityIn(step["signIn"]))
        step["visible"]?.let { visible.value = it.jsonPrimitive.boolean }
        step["clock"]?.let { clock += it.jsonPrimitive.long * 1000 }
        if ("reopen" in step) {
            tabs.values.forEach { it.scope.cancel() }
            tabs.clear()
        }
        step["await"]?.let { judge(step, pending.getValue(it.text()!!)) }
        val call = step["call"] ?: return
        val later = step["later"].text()
        val running = test.backgroundScope.async { runCatching { call(tab(step), call.text()!!, step) } }
        if (later == null) judge(step, running) else pending[later] = running
    }

    private fun tab(step: JsonObject): SessionsClient = (step["tab"].text() ?: "one").let { name ->
        tabs.getOrPut(name) { open(name) }.client
    }

    private fun open(name: String): Tab {
        val scope = CoroutineScope(test.backgroundScope.coroutineContext + Job())
        val client = CompletableDeferred<SessionsClient>()
        ended[name] = mutableListOf()
        val options = ClientOptions(
            transports = stage,
            describe = { DeviceDescription("Pixel 9") },
            storage = stage,
            storagePrefix = "",
            onEnded = { end ->
                ended.getValue(name) += jsonOf(end)
                listen(given["listener"], client.await())
            },
            randomId = { "random-id-of-22-chars-${++ids}" },
            now = { 1_000_000_000 + test.testScheduler.currentTime + clock },
            turns = if (given["locks"].text() == "none") Mutex() else turns,
            visible = visible,
            scope = scope,
        )
        return Tab(SessionsClient(options).also { client.complete(it) }, scope)
    }

    private suspend fun listen(listener: JsonElement?, client: SessionsClient) {
        if (listener.text() == "throws") error("The disk is full.")
        if (listener.text() == "never ends") awaitCancellation()
        val does = listener as? JsonObject ?: return
        does["calls"]?.let { name -> runCatching { call(client, name.text()!!, JsonObject(emptyMap())) } }
        does["signs in"]?.let { stage.signIn(identityIn(it)) }
    }

    private suspend fun judge(step: JsonObject, waiting: Deferred<Result<JsonElement>>) {
        val before = test.testScheduler.currentTime
        val settled = waiting.await()
        test.runCurrent()
        val seconds = (test.testScheduler.currentTime - before) / 1000.0
        step["withinSeconds"]?.let { assertTrue(seconds <= it.jsonPrimitive.double, "$step took $seconds s") }
        step["afterSeconds"]?.let { assertTrue(seconds >= it.jsonPrimitive.double, "$step took only $seconds s") }
        val expect = step["expect"] ?: return
        val error = settled.exceptionOrNull()
        if (expect.text() == "ok") return assertNull(error, error?.stackTraceToString())
        val (reason, failed, value) = expect.jsonObject.let { Triple(it["reason"], it["failed"], it["value"]) }
        if (reason != null) assertEquals(reason.text(), (error as? Refusal)?.word, "$error")
        if (failed != null) assertNotNull(error, "It has not failed: $step")
        if (value != null) judge(settled.getOrThrow(), value, "the value")
    }

    private fun judgeAll() {
        val then = one["then"]?.jsonObject ?: return
        for ((key, wanted) in then["storage"]?.jsonObject.orEmpty()) {
            judge(stage.items[key]?.let { wireJson.parseToJsonElement(it) }, wanted, "the storage's $key")
        }
        if ("firebase" in then) judge(stage.signedIn?.let(::jsonOf), then.getValue("firebase"), "Firebase")
        val told = then["ended"]
        val toldOf = if (told is JsonArray) mapOf("one" to told) else told?.jsonObject.orEmpty()
        for ((tab, ends) in toldOf) judge(JsonArray(ended[tab].orEmpty()), ends, "what the app was told in tab $tab")
        for ((name, requests) in then["sent"]?.jsonObject.orEmpty()) {
            judge(JsonArray(stage.sent.filter { it.first == name }.map { it.second }), requests, "what was sent to $name")
        }
    }

    private fun judge(value: JsonElement?, wanted: JsonElement, what: String) =
        assertNull(named.difference(value, wanted, what))
}

/** Calls the client by the name that the cases have for it. */
private suspend fun call(client: SessionsClient, name: String, step: JsonObject): JsonElement {
    val all = step["with"]?.jsonArray.orEmpty()
    val first = all.getOrNull(0)
    val fields = (all.lastOrNull() as? JsonObject).orEmpty()
    val reauthToken = fields["reauthToken"].text()
    fun flag(field: String) = fields[field]?.jsonPrimitive?.boolean ?: false
    return when (name) {
        "start" -> jsonOf(client.start { said += fields.mapValues { it.value.text() } })
        "update" -> jsonOf(client.update { said += fields.mapValues { it.value.text() } })
        "list" -> JsonArray(client.list(flag("includeEnded")).map { toWire(it) })
        "accessToken" -> JsonPrimitive(client.accessToken(first.text()))
        "signOut" -> JsonNull.also { client.signOut(flag("forget")) }
        "revoke" -> JsonNull.also { client.revoke(first.text()!!, reauthToken) }
        "revokeOthers" -> JsonPrimitive(client.revokeOthers(reauthToken))
        "rename" -> toWire(client.rename(first.text()!!, all[1].text()!!))
        "securityEvents" -> toWire(client.securityEvents(first.text()))
        "answer" -> toWire(client.answer(first.text()!!, all[1].jsonPrimitive.boolean, reauthToken).session)
        "answerAlert" -> toWire(client.answerAlert(first.text()!!, all[1].jsonPrimitive.boolean))
        "waitForConfirmation" -> JsonPrimitive(client.waitForConfirmation(first.toString())?.done())
        "prove" -> JsonPrimitive(client.waiting.value!!.prove(first.text()!!))
        "handlePush" -> {
            val data = first!!.jsonObject.mapValues { it.value.text()!! }
            JsonPrimitive(client.handlePush(data).name.lowercase())
        }
        else -> error("No case has called $name before.")
    }
}

private fun jsonOf(started: Started) = JsonObject(
    mapOf("session" to toWire(started.session), "unconfirmed" to JsonArray(started.unconfirmed.map { toWire(it) })),
)

private fun jsonOf(end: SessionState.Ended) = JsonObject(
    mapOf(
        "sessionId" to JsonPrimitive(end.sessionId),
        "reason" to JsonPrimitive(end.reason.wire),
        "revokedReason" to JsonPrimitive(end.revokedReason?.wire),
        "wipe" to JsonPrimitive(end.wipe),
    ),
)

private fun jsonOf(identity: Identity) = JsonObject(
    mapOf(
        "userId" to JsonPrimitive(identity.userId),
        "sessionId" to JsonPrimitive(identity.sessionId),
        "signedInAt" to JsonPrimitive(identity.signedInAt),
    ),
)
