// What the notifications say besides what a push brings with it.
package com.devicesessions.alerts

import android.content.Context

public data class AlertTexts(
    val channel: String,
    val summary: String,
    val sending: String,
    val denied: String,
    val confirmed: String,
    val refused: String,
    val failed: String,
) {
    public companion object {
        /** Of src/main/res: English and German; another language is another values-… folder of the app. */
        public fun from(context: Context): AlertTexts = AlertTexts(
            channel = context.getString(R.string.device_sessions_channel),
            summary = context.getString(R.string.device_sessions_summary),
            sending = context.getString(R.string.device_sessions_sending),
            denied = context.getString(R.string.device_sessions_denied),
            confirmed = context.getString(R.string.device_sessions_confirmed),
            refused = context.getString(R.string.device_sessions_refused),
            failed = context.getString(R.string.device_sessions_failed),
        )
    }
}
