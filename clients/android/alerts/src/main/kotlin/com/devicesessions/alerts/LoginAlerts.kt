// The notifications: an alert with a button for each label that came with the push, and what became of an answer.
package com.devicesessions.alerts

import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.net.Uri
import android.os.Build
import android.os.Bundle
import androidx.core.app.NotificationCompat
import com.devicesessions.Push
import com.devicesessions.PushOutcome

private const val CHANNEL = "device_sessions"
private const val SUMMARY = "device_sessions_summary"

public class LoginAlerts(private val context: Context, private val host: SessionsHost) {
    private val manager = context.getSystemService(NotificationManager::class.java)
    private val texts = host.alertTexts(context)

    /** Takes the data of a push; false where it is the app's own. Throws where a forced logout could not be asked about. */
    public suspend fun handle(data: Map<String, String>): Boolean {
        val push = Push.from(data) ?: return false
        // A push for another session, or one that has come before, is nobody's here.
        if (host.sessions.handlePush(data) == PushOutcome.IGNORED) return true
        when (push) {
            is Push.LoginAlert -> show(push)
            is Push.SecurityAlert -> showSecurityAlert(push)
            is Push.LoginAnswered -> withdraw(push.sessionId)
            is Push.ForceLogout -> withdrawAll()
        }
        return true
    }

    internal fun show(alert: Push.LoginAlert) {
        val tag = alert.tag ?: alert.sessionId
        val about = About(tag, alert.sessionId, alert.title.orEmpty(), alert.answerToken)
        val builder = builder(about, alert.body.orEmpty()).setSilent(alert.silent)
        alert.denyLabel?.let { builder.addAction(button(about, it, wasMe = false)) }
        alert.confirmLabel?.let { builder.addAction(button(about, it, wasMe = true)) }
        notify(tag, builder)
    }

    private fun showSecurityAlert(alert: Push.SecurityAlert) {
        val about = About("security-${alert.sessionId}", alert.sessionId, alert.title.orEmpty(), answerToken = null)
        notify(about.tag, builder(about, alert.body.orEmpty()))
    }

    /** In the place of the alert that was answered: without its buttons. */
    internal fun say(about: About, text: String, isQuiet: Boolean) {
        notify(about.tag, builder(about, text).setSilent(isQuiet))
    }

    /** By the session: the alert of a burst has the tag of its first login. */
    private fun withdraw(sessionId: String) {
        for (shown in ours()) {
            if (shown.notification.extras.getString(EXTRA_SESSION) == sessionId) manager.cancel(shown.tag, shown.id)
        }
        summarize()
    }

    /** Nothing of an account stays on a device that was logged out. */
    private fun withdrawAll() {
        for (shown in ours()) manager.cancel(shown.tag, shown.id)
        summarize()
    }

    private fun ours() = manager.activeNotifications.filter { it.notification.extras.containsKey(EXTRA_SESSION) }

    private fun builder(about: About, text: String) = NotificationCompat.Builder(context, CHANNEL)
        .setSmallIcon(host.alertIcon)
        .setContentTitle(about.title)
        .setContentText(text)
        .setStyle(NotificationCompat.BigTextStyle().bigText(text))
        .setPriority(NotificationCompat.PRIORITY_HIGH)
        .setCategory(NotificationCompat.CATEGORY_STATUS)
        // "No" is for the lock screen, too.
        .setVisibility(NotificationCompat.VISIBILITY_PUBLIC)
        .setGroup(CHANNEL)
        .setAutoCancel(true)
        .setContentIntent(screen())
        .addExtras(Bundle().apply { putString(EXTRA_SESSION, about.sessionId) })

    private fun notify(tag: String, builder: NotificationCompat.Builder) {
        val channel = NotificationChannel(CHANNEL, texts.channel, NotificationManager.IMPORTANCE_HIGH)
        manager.createNotificationChannel(channel)
        manager.notify(tag, 0, builder.build())
        summarize()
    }

    /** Several alerts are one group. */
    private fun summarize() {
        if (ours().size < 2) return manager.cancel(SUMMARY, 0)
        val summary = NotificationCompat.Builder(context, CHANNEL)
            .setSmallIcon(host.alertIcon)
            .setContentTitle(texts.summary)
            .setGroup(CHANNEL)
            .setGroupSummary(true)
            .setGroupAlertBehavior(NotificationCompat.GROUP_ALERT_CHILDREN)
            .setContentIntent(screen())
        manager.notify(SUMMARY, 0, summary.build())
    }

    /** Before Android 12 no button can ask for the device to be unlocked: there "Yes" opens the app. */
    private fun button(about: About, label: String, wasMe: Boolean): NotificationCompat.Action {
        val canLock = Build.VERSION.SDK_INT >= Build.VERSION_CODES.S
        val pressed = if (wasMe && !canLock) screen() else answer(about, wasMe)
        return NotificationCompat.Action.Builder(0, label, pressed).setAuthenticationRequired(wasMe).build()
    }

    private fun answer(about: About, wasMe: Boolean): PendingIntent {
        val intent = about.toIntent(context)
            // Android takes two intents for one where only their extras differ.
            .setData(Uri.fromParts("device-sessions", "${about.sessionId}/$wasMe", null))
            .putExtra(EXTRA_WAS_ME, wasMe)
        val flags = PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE
        return PendingIntent.getBroadcast(context, 0, intent, flags)
    }

    private fun screen(): PendingIntent =
        PendingIntent.getActivity(context, 0, host.sessionsScreen(), PendingIntent.FLAG_IMMUTABLE)
}
