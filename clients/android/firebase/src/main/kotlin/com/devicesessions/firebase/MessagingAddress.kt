// Where pushes reach this device: at its registration token, or, where the app or any SDK in it has switched them on for
// the whole process, at its installation id. Then no token is to be had any more.
package com.devicesessions.firebase

import android.content.Context
import com.devicesessions.PushAddress
import com.google.firebase.installations.FirebaseInstallations
import com.google.firebase.messaging.FirebaseMessaging
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.tasks.await
import kotlinx.coroutines.withTimeoutOrNull

private const val INSTALLATION_IDS = "firebase_messaging_installation_id_enabled"

/** Of PackageManager, which has no name for it where Firebase runs on the JVM. */
private const val GET_META_DATA = 0x80
private const val PATIENCE_MILLISECONDS = 5_000L

/** Null where there is none now: the messaging service is told of it, and the next start asks again. Never throws. */
public suspend fun messagingAddress(context: Context): PushAddress? {
    val application = context.packageManager.getApplicationInfo(context.packageName, GET_META_DATA)
    return addressOf(application.metaData?.getBoolean(INSTALLATION_IDS) == true) {
        FirebaseInstallations.getInstance().id.await()
    }
}

internal suspend fun addressOf(hasInstallationIds: Boolean, installationId: suspend () -> String): PushAddress? = try {
    withTimeoutOrNull(PATIENCE_MILLISECONDS) {
        val messaging = FirebaseMessaging.getInstance()
        if (hasInstallationIds) {
            // To FCM an id that is not registered is dead.
            messaging.register().await()
            PushAddress.InstallationId(installationId())
        } else {
            PushAddress.Token(messaging.getToken().await())
        }
    }
} catch (error: CancellationException) {
    throw error
} catch (_: Exception) {
    null
}
