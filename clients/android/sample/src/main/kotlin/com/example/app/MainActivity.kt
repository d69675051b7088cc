// The app's one screen: its sessions, or what it waits for. Your own sign-in comes before it.
package com.example.app

import android.Manifest
import android.os.Build
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.ui.platform.LocalContext
import com.devicesessions.Refusal
import com.devicesessions.SessionsClient
import com.devicesessions.firebase.messagingAddress
import com.devicesessions.ui.EndsSoonDialog
import com.devicesessions.ui.SessionsScreen
import com.devicesessions.ui.WaitingScreen
import com.devicesessions.ui.asSource
import kotlinx.coroutines.launch
import java.io.IOException

class MainActivity : ComponentActivity() {
    private val sessions get() = (application as App).sessions

    /** Where sessions end soon unless they are used. */
    override fun onUserInteraction(): Unit = sessions.noteUse()

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            requestPermissions(arrayOf(Manifest.permission.POST_NOTIFICATIONS), 0)
        }
        setContent {
            MaterialTheme {
                Surface { Sessions(sessions) }
            }
        }
    }
}

@Composable
private fun Sessions(sessions: SessionsClient) {
    val context = LocalContext.current
    // At every start of the app, and after a sign-in once more.
    LaunchedEffect(sessions) {
        val address = messagingAddress(context)
        trying { sessions.start { push(address) } }
    }
    val scope = rememberCoroutineScope()
    val waiting by sessions.waiting.collectAsState()
    when (val now = waiting) {
        null -> SessionsScreen(remember(sessions) { sessions.asSource() })
        else -> WaitingScreen(now, onSignOut = { scope.launch { sessions.signOut() } })
    }
    val endsSoon by sessions.endsSoon.collectAsState()
    endsSoon?.let {
        EndsSoonDialog(
            endsSoon = it,
            onStay = { scope.launch { trying { sessions.update() } } },
            onSignOut = { scope.launch { sessions.signOut() } },
        )
    }
}

private suspend fun trying(call: suspend () -> Unit) {
    try {
        call()
    } catch (_: Refusal) {
        // The state says it: nobody is signed in, or the session has ended.
    } catch (_: IOException) {
        // Without a network: the next call asks again.
    }
}
