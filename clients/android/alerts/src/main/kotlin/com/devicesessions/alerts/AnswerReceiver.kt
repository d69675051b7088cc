// The buttons of an alert. Whatever comes of an answer is shown: a "No" that was not accepted has closed nothing.
package com.devicesessions.alerts

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import com.devicesessions.Reason
import com.devicesessions.Refusal
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import java.io.IOException

/** Android stops a receiver after ten seconds. */
private const val PATIENCE_MILLISECONDS = 9_000L

/** Not exported. It needs nobody to be signed in: the answer token is its own credential. */
public class AnswerReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        val about = About.from(intent) ?: return
        val wasMe = intent.getBooleanExtra(EXTRA_WAS_ME, false)
        val pending: PendingResult? = goAsync()
        CoroutineScope(Dispatchers.Default).launch {
            try {
                answer(context, about, wasMe)
            } finally {
                pending?.finish()
            }
        }
    }

    internal suspend fun answer(context: Context, about: About, wasMe: Boolean) {
        val host = hostOf(context)
        val texts = host.alertTexts(context)
        val alerts = LoginAlerts(context, host)
        val token = about.answerToken ?: return alerts.say(about, texts.refused, isQuiet = false)
        // The buttons are gone at once: nobody taps twice.
        alerts.say(about, texts.sending, isQuiet = true)
        val (text, isQuiet) = withTimeoutOrNull(PATIENCE_MILLISECONDS) { outcome(host, texts, token, wasMe) }
            ?: (texts.failed to false)
        alerts.say(about, text, isQuiet)
    }

    private suspend fun outcome(host: SessionsHost, texts: AlertTexts, token: String, wasMe: Boolean) = try {
        val answer = host.sessions.answerAlert(token, wasMe)
        when {
            answer.revoked -> texts.denied to true
            answer.wasMe -> texts.confirmed to true
            else -> texts.refused to false
        }
    } catch (refusal: Refusal) {
        (if (refusal.reason == Reason.UNAVAILABLE) texts.failed else texts.refused) to false
    } catch (_: IOException) {
        texts.failed to false
    }
}
