// The pushes, and the alert with its buttons. FCM draws no buttons on Android: the app does.
package com.example.app.sessions

import android.app.NotificationManager
import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.net.Uri
import androidx.core.app.NotificationCompat
import androidx.core.app.NotificationManagerCompat
import androidx.core.os.bundleOf
import com.example.app.App
import com.example.app.MainActivity
import com.example.app.R
import com.google.firebase.messaging.FirebaseMessagingService
import com.google.firebase.messaging.RemoteMessage
import kotlinx.coroutines.runBlocking

/** Of your notification channel. */
private const val CHANNEL = "security"

class SessionsMessagingService : FirebaseMessagingService() {
    // FCM calls these on a thread of their own, which may wait.
    override fun onNewToken(token: String) = runBlocking {
        runCatching { App.sessions.update(token) }
        Unit
    }

    override fun onMessageReceived(message: RemoteMessage) = runBlocking {
        val data = message.data
        when (data["action"]) {
            // Without a network the next call is refused all the same.
            "force_logout" -> runCatching { App.sessions.onForceLogout(data) }
            "login_alert", "security_alert" -> showAlert(this@SessionsMessagingService, data)
            "login_answered" -> withdrawAlert(this@SessionsMessagingService, data["sessionId"])
        }
        Unit
    }
}

fun showAlert(context: Context, data: Map<String, String>) {
    val builder = NotificationCompat.Builder(context, CHANNEL)
        .setSmallIcon(R.drawable.ic_security)
        .setContentTitle(data["title"])
        .setContentText(data["body"])
        .setStyle(NotificationCompat.BigTextStyle().bigText(data["body"]))
        .setSilent(data["silent"] == "true")
        .setContentIntent(sessionsScreen(context))
        .addExtras(bundleOf("sessionId" to data["sessionId"]))
    // A button for each label that is there. "No" works on the lock screen, "Yes" needs it unlocked.
    data["denyLabel"]?.let { builder.addAction(button(context, data, it, wasMe = false)) }
    data["confirmLabel"]?.let { builder.addAction(button(context, data, it, wasMe = true)) }
    NotificationManagerCompat.from(context).notify(data["tag"] ?: data["sessionId"], 0, builder.build())
}

/** By the session: the alert of a burst has the tag of its first login. */
fun withdrawAlert(context: Context, sessionId: String?) {
    val manager = context.getSystemService(NotificationManager::class.java)
    manager.activeNotifications
        .filter { it.notification.extras.getString("sessionId") == sessionId }
        .forEach { manager.cancel(it.tag, it.id) }
}

private fun button(
    context: Context,
    data: Map<String, String>,
    label: String,
    wasMe: Boolean,
): NotificationCompat.Action {
    val intent = Intent(context, AnswerReceiver::class.java)
        // Android takes two intents for one where only their extras differ.
        .setData(Uri.parse("answer:${data["answerToken"]}/$wasMe"))
        .putExtra("answerToken", data["answerToken"])
        .putExtra("wasMe", wasMe)
        .putExtra("tag", data["tag"])
        .putExtra("title", data["title"])
    val flags = PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE
    return NotificationCompat.Action.Builder(0, label, PendingIntent.getBroadcast(context, 0, intent, flags))
        .setAuthenticationRequired(wasMe)
        .build()
}

class AnswerReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        val token = intent.getStringExtra("answerToken") ?: return
        val wasMe = intent.getBooleanExtra("wasMe", false)
        val pending = goAsync()
        Thread {
            val text = runBlocking {
                runCatching { App.sessions.answerAlert(token, wasMe) }.fold(
                    { context.getString(if (wasMe) R.string.login_confirmed else R.string.login_denied) },
                    // Nothing was closed: the person has to know.
                    { context.getString(R.string.answer_refused) },
                )
            }
            val shown = NotificationCompat.Builder(context, CHANNEL)
                .setSmallIcon(R.drawable.ic_security)
                .setContentTitle(intent.getStringExtra("title"))
                .setContentText(text)
                .setContentIntent(sessionsScreen(context))
                .build()
            NotificationManagerCompat.from(context).notify(intent.getStringExtra("tag"), 0, shown)
            pending.finish()
        }.start()
    }
}

private fun sessionsScreen(context: Context): PendingIntent {
    val intent = Intent(context, MainActivity::class.java).setData(Uri.parse("app://sessions"))
    return PendingIntent.getActivity(context, 0, intent, PendingIntent.FLAG_IMMUTABLE)
}
