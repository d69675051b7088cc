// What FCM delivers. An app with a service of its own calls LoginAlerts.handle in it instead.
package com.devicesessions.alerts

import android.util.Log
import com.devicesessions.Refusal
import com.google.firebase.messaging.FirebaseMessagingService
import com.google.firebase.messaging.RemoteMessage
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import java.io.IOException

/** FCM gives a message twenty seconds. */
private const val PATIENCE_MILLISECONDS = 18_000L

public open class DeviceSessionsMessagingService : FirebaseMessagingService() {
    /** Pushes that are the app's own. */
    protected open fun onAppMessage(message: RemoteMessage) {}

    override fun onMessageReceived(message: RemoteMessage) {
        val isOurs = patiently { LoginAlerts(this, hostOf(this)).handle(message.getData()) }
        if (isOurs == false) onAppMessage(message)
    }

    override fun onNewToken(token: String) {
        patiently { hostOf(this).sessions.update { pushToken = token } }
    }

    /** In place of a new token where installation ids are switched on. */
    override fun onRegistered(installationId: String) {
        patiently { hostOf(this).sessions.update { pushInstallationId = installationId } }
    }

    /** FCM calls on a thread of its own, which may wait. What a push could not do, the next start does. */
    private fun <T> patiently(work: suspend () -> T): T? = runBlocking {
        try {
            withTimeoutOrNull(PATIENCE_MILLISECONDS) { work() }
        } catch (refusal: Refusal) {
            null.also { Log.i("DeviceSessions", "refused: ${refusal.reason.wire}") }
        } catch (error: IOException) {
            null.also { Log.i("DeviceSessions", "no answer: ${error.javaClass.simpleName}") }
        }
    }
}
