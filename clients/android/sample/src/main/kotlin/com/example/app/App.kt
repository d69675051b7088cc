// One client for the process: what Android starts by itself, such as the messaging service, finds it here.
package com.example.app

import android.app.Application
import android.content.Intent
import com.devicesessions.ClientOptions
import com.devicesessions.SessionsClient
import com.devicesessions.alerts.FileStorage
import com.devicesessions.alerts.SessionsHost
import com.devicesessions.alerts.describeDevice
import com.devicesessions.alerts.visibilityOf
import com.devicesessions.firebase.FirebaseTransports
import com.google.firebase.auth.FirebaseAuth
import com.google.firebase.functions.FirebaseFunctions

/** Your REGION and project. */
private const val REGION = "us-central1"
private const val ENDPOINTS = "https://us-central1-my-project.cloudfunctions.net"

class App : Application(), SessionsHost {
    override val sessions: SessionsClient by lazy {
        val functions = FirebaseFunctions.getInstance(REGION)
        SessionsClient(
            ClientOptions(
                transports = FirebaseTransports(FirebaseAuth.getInstance(), functions, ENDPOINTS),
                describe = { describeDevice(this) },
                storage = FileStorage(this),
                onEnded = { ended -> if (ended.wipe) deleteWhatTheAppKeeps() },
                visible = visibilityOf(this),
            ),
        )
    }

    override val alertIcon: Int = R.drawable.ic_security

    override fun sessionsScreen(): Intent = Intent(this, MainActivity::class.java)

    /** Whatever this app keeps of the person who is signed in. */
    private fun deleteWhatTheAppKeeps() {
        cacheDir.deleteRecursively()
    }
}
