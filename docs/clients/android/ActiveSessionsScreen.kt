// The screen "Active sessions": this device first, then unconfirmed ones, as the server orders them.
package com.example.app.sessions

import android.text.format.DateUtils
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.Button
import androidx.compose.material3.ListItem
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import java.time.Instant

data class DeviceSession(
    val sessionId: String,
    val deviceName: String,
    val platform: String?,
    val location: String?,
    val lastActiveAt: Instant,
    val confirmed: Boolean,
    val isCurrentDevice: Boolean,
)

fun toDeviceSession(session: Map<*, *>) = DeviceSession(
    sessionId = session["sessionId"] as String,
    deviceName = session["deviceName"] as String,
    platform = session["platform"] as String?,
    location = session["location"] as String?,
    lastActiveAt = Instant.parse(session["lastActiveAt"] as String),
    confirmed = session["confirmed"] as Boolean,
    isCurrentDevice = session["isCurrentDevice"] as Boolean,
)

@Composable
fun ActiveSessionsScreen(
    sessions: List<DeviceSession>,
    onRevokeSession: (String) -> Unit,
    onRevokeAll: () -> Unit,
    onAnswer: (sessionId: String, wasMe: Boolean) -> Unit,
    /** What the last refusal said, such as "this device is too new for that". */
    refusal: String?,
) {
    var closing by remember { mutableStateOf<DeviceSession?>(null) }
    val others = sessions.filterNot { it.isCurrentDevice }
    Column {
        refusal?.let { Text(it) }
        LazyColumn {
            items(sessions, key = { it.sessionId }) { session ->
                SessionRow(session, onClose = { closing = session }, onAnswer = onAnswer)
            }
        }
        if (others.size > 1) {
            OutlinedButton(onClick = onRevokeAll) {
                Text("Sign out from all other sessions (${others.size})")
            }
        }
    }
    closing?.let { session ->
        AlertDialog(
            onDismissRequest = { closing = null },
            title = { Text("Sign out ${session.deviceName}?") },
            confirmButton = {
                TextButton(onClick = { onRevokeSession(session.sessionId); closing = null }) {
                    Text("Sign out")
                }
            },
            dismissButton = { TextButton(onClick = { closing = null }) { Text("Cancel") } },
        )
    }
}

@Composable
private fun SessionRow(
    session: DeviceSession,
    onClose: () -> Unit,
    onAnswer: (String, Boolean) -> Unit,
) {
    val active = DateUtils.getRelativeTimeSpanString(session.lastActiveAt.toEpochMilli()).toString()
    val facts = listOfNotNull(session.platform, session.location, active)
    Column {
        ListItem(
            headlineContent = { Text(session.deviceName) },
            overlineContent = { if (session.isCurrentDevice) Text("This device") },
            supportingContent = { Text(facts.joinToString(" · ")) },
            trailingContent = {
                if (!session.isCurrentDevice && session.confirmed) {
                    TextButton(onClick = onClose) { Text("Sign out") }
                }
            },
        )
        if (!session.isCurrentDevice && !session.confirmed) {
            Text("Was that you?")
            Button(onClick = { onAnswer(session.sessionId, false) }) { Text("No, close this session") }
            OutlinedButton(onClick = { onAnswer(session.sessionId, true) }) { Text("Yes, it was me") }
        }
    }
}
