// As much of firebase-messaging as is compiled against.
package com.google.firebase.messaging

import android.app.Service
import android.content.Intent
import android.os.IBinder

public abstract class FirebaseMessagingService : Service() {
    public open fun onMessageReceived(message: RemoteMessage) {}

    public open fun onNewToken(token: String) {}

    public open fun onRegistered(installationId: String) {}

    override fun onBind(intent: Intent?): IBinder? = null
}

public class RemoteMessage(private val fields: Map<String, String>) {
    public fun getData(): Map<String, String> = fields
}
