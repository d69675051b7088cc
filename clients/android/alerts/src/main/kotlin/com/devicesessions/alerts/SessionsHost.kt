// What the app's Application gives to the classes that Android makes by itself.
package com.devicesessions.alerts

import android.content.Context
import android.content.Intent
import com.devicesessions.SessionsClient

/** Implemented by the app's [android.app.Application]. */
public interface SessionsHost {
    public val sessions: SessionsClient

    /** The small icon of the notifications. */
    public val alertIcon: Int

    /** Opens the screen with the sessions. */
    public fun sessionsScreen(): Intent

    /** Texts of the notifications; by default those of this module's resources. */
    public fun alertTexts(context: Context): AlertTexts = AlertTexts.from(context)
}

internal fun hostOf(context: Context): SessionsHost {
    val app = context.applicationContext
    return app as? SessionsHost ?: error("${app.javaClass.name} does not implement SessionsHost")
}
