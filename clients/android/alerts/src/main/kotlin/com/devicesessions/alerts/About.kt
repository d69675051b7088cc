// What an alert is about, as it travels in the intent of its buttons.
package com.devicesessions.alerts

import android.content.Context
import android.content.Intent

internal const val EXTRA_SESSION = "com.devicesessions.SESSION"
internal const val EXTRA_WAS_ME = "com.devicesessions.WAS_ME"
private const val EXTRA_TAG = "com.devicesessions.TAG"
private const val EXTRA_TITLE = "com.devicesessions.TITLE"
private const val EXTRA_TOKEN = "com.devicesessions.ANSWER_TOKEN"

internal data class About(val tag: String, val sessionId: String, val title: String, val answerToken: String?) {
    fun toIntent(context: Context): Intent = Intent(context, AnswerReceiver::class.java)
        .putExtra(EXTRA_TAG, tag)
        .putExtra(EXTRA_SESSION, sessionId)
        .putExtra(EXTRA_TITLE, title)
        .putExtra(EXTRA_TOKEN, answerToken)

    companion object {
        fun from(intent: Intent): About? = About(
            tag = intent.getStringExtra(EXTRA_TAG) ?: return null,
            sessionId = intent.getStringExtra(EXTRA_SESSION) ?: return null,
            title = intent.getStringExtra(EXTRA_TITLE).orEmpty(),
            answerToken = intent.getStringExtra(EXTRA_TOKEN),
        )
    }
}
