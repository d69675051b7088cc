// The app's one screen: its sessions. Your own sign-in comes before it.
package com.example.app

import android.Manifest
import android.os.Build
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import com.devicesessions.CallFailed
import com.devicesessions.Refusal
import com.devicesessions.ui.SessionsScreen
import com.devicesessions.ui.asSource
import java.io.IOException

class MainActivity : ComponentActivity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            requestPermissions(arrayOf(Manifest.permission.POST_NOTIFICATIONS), 0)
        }
        val sessions = (application as App).sessions
        setContent {
            MaterialTheme {
                Surface {
                    // At every start of the app; after a sign-in once more, with the push token of FirebaseMessaging.
                    LaunchedEffect(sessions) { start() }
                    SessionsScreen(remember(sessions) { sessions.asSource() })
                }
            }
        }
    }

    private suspend fun start() {
        try {
            (application as App).sessions.start()
        } catch (_: Refusal) {
            // The state says it: nobody is signed in, or the session has ended.
        } catch (_: IOException) {
            // Without a network: the next start asks again.
        } catch (_: CallFailed) {
            // So does it where the functions do not answer.
        }
    }
}
