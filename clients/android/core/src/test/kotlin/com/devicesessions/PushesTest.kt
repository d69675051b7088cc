package com.devicesessions

import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import org.junit.jupiter.api.Test
import java.io.File
import kotlin.reflect.KClass
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNull

class PushesTest {
    private val alert = mapOf("action" to "login_alert", "sessionId" to "new", "pushId" to "p1")

    @Test
    fun `a push for this session says that the list has changed, once, whatever process takes it`() = runTest {
        val (phone, client) = started()
        val seen = mutableListOf<Unit>()
        backgroundScope.launch { client.changes.toList(seen) }
        runCurrent()
        val data = alert + ("receiverSessionId" to phone.identity!!.sessionId!!)
        assertEquals(PushOutcome.CHANGED, client.handlePush(data))
        assertEquals(PushOutcome.IGNORED, client.handlePush(data))
        assertEquals(PushOutcome.IGNORED, phone.open().handlePush(data))
        runCurrent()
        assertEquals(1, seen.size)
    }

    @Test
    fun `a push for another receiver, of the app's own or newer than this app is ignored`() = runTest {
        val (_, client) = started()
        assertEquals(PushOutcome.IGNORED, client.handlePush(alert + ("receiverSessionId" to "earlier")))
        assertEquals(PushOutcome.IGNORED, client.handlePush(mapOf("action" to "chat", "sessionId" to "s")))
        assertEquals(PushOutcome.IGNORED, client.handlePush(mapOf("title" to "Sale")))
    }

    @Test
    fun `what the person is told is what the answer says`() = runTest {
        val (phone, client) = started()
        assertEquals(AnswerLoginAlertAnswer(wasMe = false, revoked = true), client.answerAlert("t", wasMe = false))
        phone.server.intercept = { HttpAnswer(200, """{"wasMe":false,"revoked":true}""") }
        assertEquals(false, client.answerAlert("t", wasMe = true).wasMe)
        for (body in listOf("", "<html>", """{"wasMe":true}""", "true")) {
            phone.server.intercept = { HttpAnswer(200, body) }
            assertFailsWith<NoAnswer> { client.answerAlert("t", wasMe = true) }
        }
        phone.server.intercept = { HttpAnswer(401, """{"error":"invalid_grant","reason":"token_invalid"}""") }
        assertEquals(Reason.TOKEN_INVALID, refusedFor { client.answerAlert("t", wasMe = false) })
        assertEquals(emptyList(), phone.ended)
    }

    @Test
    fun `each push of the contract is read, each of its fields by its name`() {
        val api = wireJson.parseToJsonElement(File("../../../docs/api.json").readText()).jsonObject
        val kinds: Map<String, KClass<out Push>> = mapOf(
            "force_logout" to Push.ForceLogout::class,
            "login_alert" to Push.LoginAlert::class,
            "login_answered" to Push.LoginAnswered::class,
            "security_alert" to Push.SecurityAlert::class,
        )
        val pushes = api.getValue("pushes").jsonObject
        assertEquals(pushes.keys, kinds.keys)
        // What no screen of a phone shows.
        val passedOver = setOf("action", "reason", "signals")
        for ((action, schema) in pushes) {
            val fields = (schema.jsonObject.getValue("properties") as JsonObject).keys - passedOver
            val data = fields.associateWith { "true" } + ("action" to action) + ("count" to "3")
            val push = Push.from(data)!!
            assertEquals(kinds.getValue(action), push::class)
            for (field in fields - setOf("tag".takeIf { push is Push.LoginAnswered })) {
                val getter = push.javaClass.methods.single { it.name == "get${field!!.replaceFirstChar(Char::uppercase)}" }
                assertEquals(if (field == "count") "3" else "true", getter.invoke(push).toString(), "$action.$field")
            }
        }
        assertNull(Push.from(mapOf("action" to "login_alert")))
    }

    @Test
    fun `a word that is newer than the app is unknown, and no failure`() {
        val text = sessionJson("s", "Watch").toString().replace("ANDROID", "WATCH")
        assertEquals(DeviceType.UNKNOWN, wireJson.decodeFromString(Session.serializer(), text).deviceType)
        val refusal = refusalFrom(wireJson.parseToJsonElement("""{"reason":"too_hot","confirmBy":7}"""))
        assertEquals(Reason.UNKNOWN, assertIs<Refusal>(refusal).reason)
    }
}
