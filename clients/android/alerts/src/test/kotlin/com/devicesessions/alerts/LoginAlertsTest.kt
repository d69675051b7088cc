package com.devicesessions.alerts

import android.app.Notification
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Intent
import com.google.firebase.messaging.RemoteMessage
import kotlinx.coroutines.runBlocking
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], manifest = Config.NONE, application = TestApp::class)
class LoginAlertsTest {
    private val app = RuntimeEnvironment.getApplication() as TestApp
    private val manager = app.getSystemService(NotificationManager::class.java)
    private val service = Robolectric.setupService(DeviceSessionsMessagingService::class.java)

    private fun alert(vararg more: Pair<String, String>) = mapOf(
        "action" to "login_alert", "sessionId" to "s1", "pushId" to "p1", "receiverSessionId" to "own",
        "title" to "New sign-in", "body" to "Galaxy S24, Moscow", "tag" to "login-s1", "answerToken" to "t1",
        "denyLabel" to "No, close this session", "confirmLabel" to "Yes, it was me", "count" to "1",
    ) + more

    private fun deliver(data: Map<String, String>) = service.onMessageReceived(RemoteMessage(data))

    private fun shown(): List<Notification> = manager.activeNotifications.map { it.notification }
        .filter { it.flags and Notification.FLAG_GROUP_SUMMARY == 0 }

    private fun text(notification: Notification) = notification.extras.getString(Notification.EXTRA_TEXT)

    private fun press(action: Notification.Action): Unit = runBlocking {
        val intent: Intent = shadowOf(action.actionIntent).savedIntent
        AnswerReceiver().answer(app, About.from(intent)!!, intent.getBooleanExtra(EXTRA_WAS_ME, false))
    }

    @Test
    fun `draws a button for each label, of which Yes alone needs the device unlocked`() {
        deliver(alert())
        val notification = shown().single()
        assertEquals("New sign-in", notification.extras.getString(Notification.EXTRA_TITLE))
        assertEquals("Galaxy S24, Moscow", text(notification))
        val labels = notification.actions.map { it.title.toString() to it.isAuthenticationRequired }
        assertEquals(listOf("No, close this session" to false, "Yes, it was me" to true), labels)
        assertEquals(Notification.VISIBILITY_PUBLIC, notification.visibility)
        assertEquals(NotificationManager.IMPORTANCE_HIGH, manager.getNotificationChannel("device_sessions").importance)
    }

    @Test
    fun `the intents of the buttons are the app's own, and nobody can change them`() {
        deliver(alert())
        for (action in shown().single().actions) {
            val pending = shadowOf(action.actionIntent)
            assertTrue(pending.isBroadcastIntent)
            assertEquals(AnswerReceiver::class.java.name, pending.savedIntent.component!!.className)
            assertTrue(pending.flags and PendingIntent.FLAG_IMMUTABLE != 0)
        }
    }

    @Test
    @Config(sdk = [34])
    fun `draws no button where there is nothing to answer`() {
        deliver(alert() - "denyLabel" - "confirmLabel" - "answerToken")
        assertEquals(0, shown().single().actions.orEmpty().size)
    }

    @Test
    fun `says what came of an answer, and takes the buttons away`() {
        val outcomes = listOf(
            (200 to """{"wasMe":false,"revoked":true}""") to "denied",
            (200 to """{"wasMe":true,"revoked":false}""") to "confirmed",
            (200 to """{"wasMe":false,"revoked":false}""") to "refused",
            (401 to """{"error":"invalid_grant","reason":"token_invalid"}""") to "refused",
        )
        for ((n, outcome) in outcomes.withIndex()) {
            deliver(alert("pushId" to "p$n"))
            app.server.answers["answerLoginAlert"] = outcome.first
            press(shown().single().actions[0])
            assertEquals(outcome.second, text(shown().single()))
            assertEquals(0, shown().single().actions.orEmpty().size)
        }
        assertEquals("""{"token":"t1","wasMe":false}""", app.server.asked.last().second)
    }

    @Test
    fun `gives up in time, and says that nothing was sent`() {
        deliver(alert())
        app.server.answers["answerLoginAlert"] = 200 to "<html>"
        press(shown().single().actions[1])
        assertEquals("failed", text(shown().single()))
    }

    @Test
    fun `draws nothing for another session, and nothing twice`() {
        deliver(alert("receiverSessionId" to "earlier"))
        assertEquals(0, shown().size)
        deliver(alert())
        manager.cancelAll()
        deliver(alert())
        assertEquals(0, shown().size)
    }

    @Test
    fun `withdraws the alert that was answered elsewhere, by its session`() {
        deliver(alert())
        deliver(alert("sessionId" to "s2", "pushId" to "p2", "tag" to "login-s2"))
        assertEquals(2, shown().size)
        assertEquals(3, manager.activeNotifications.size)
        val answered = mapOf(
            "action" to "login_answered", "sessionId" to "s2", "pushId" to "p3", "receiverSessionId" to "own",
            "wasMe" to "true", "tag" to "login-of-the-burst",
        )
        deliver(answered)
        assertEquals(listOf("s1"), shown().map { it.extras.getString(EXTRA_SESSION) })
        assertEquals(1, manager.activeNotifications.size)
    }

    @Test
    fun `a forced logout asks the server, wipes, sends the receipt and takes the alerts away`() {
        deliver(alert())
        app.server.answers["updateSession"] = 401 to """{"reason":"session_revoked","revokedReason":"user"}"""
        app.server.answers["confirmLogout"] = 200 to """{"logoutConfirmedAt":"2026-11-25T12:03:00.000Z"}"""
        deliver(mapOf("action" to "force_logout", "sessionId" to "own", "receiptToken" to "r1"))
        assertEquals(listOf("updateSession", "confirmLogout"), app.server.asked.map { it.first })
        assertTrue(app.ended.single().wipe)
        assertEquals(0, manager.activeNotifications.size)
    }

    @Test
    fun `believes no forced logout that the server denies, and outlives one without a network`() {
        deliver(alert())
        deliver(mapOf("action" to "force_logout", "sessionId" to "own", "receiptToken" to "r1"))
        assertEquals(0, app.ended.size)
        assertEquals(1, shown().size)
    }

    @Test
    fun `tells the server of a new token, or of the installation id in its place`() {
        app.server.answers["updateSession"] = 400 to """{"reason":"invalid_input"}"""
        service.onNewToken("token1")
        service.onRegistered("id1")
        val told = app.server.asked.filter { it.first == "updateSession" }.map { it.second }
        assertEquals(listOf("""{"pushToken":"token1"}""", """{"pushInstallationId":"id1"}"""), told)
    }

    @Test
    fun `leaves the app's own pushes to the app`() {
        assertFalse(runBlocking { LoginAlerts(app, app).handle(mapOf("title" to "Sale")) })
        assertEquals(0, shown().size)
    }

    @Test
    fun `shows that a copied sign-in was stopped`() {
        val data = mapOf(
            "action" to "security_alert", "sessionId" to "s3", "pushId" to "p1", "receiverSessionId" to "own",
            "title" to "Copied sign-in stopped", "body" to "Pixel 8",
        )
        deliver(data)
        assertEquals("Pixel 8", text(shown().single()))
    }
}
