// The list of sessions, drawn from what it is given: it knows no client. SessionsScreen is the whole screen over one.
package com.devicesessions.ui

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.OutlinedButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp

@Composable
public fun ActiveSessionsScreen(
    sessions: List<DeviceSession>,
    onRevokeSession: (String) -> Unit,
    onRevokeAll: () -> Unit,
) {
    val texts = LocalSessionsTexts.current
    val times = rememberTimes(sessions.map { it.lastActiveAt })
    LazyColumn(
        modifier = Modifier.fillMaxSize(),
        contentPadding = PaddingValues(16.dp),
        verticalArrangement = Arrangement.spacedBy(12.dp),
    ) {
        item { Title() }
        items(sessions, key = { it.sessionId }) { session ->
            val activity = texts.activity(session.lastActiveAt, session.isCurrentDevice, times)
            SessionCard(
                deviceName = session.deviceName,
                deviceType = session.deviceType,
                facts = listOfNotNull(session.location, activity),
                isCurrentDevice = session.isCurrentDevice,
                badges = if (session.isCurrentDevice) listOf(texts.thisDevice) else emptyList(),
            ) {
                if (!session.isCurrentDevice) {
                    CardButton(texts.close, session.deviceName) { onRevokeSession(session.sessionId) }
                }
            }
        }
        if (sessions.count { !it.isCurrentDevice } > 1) {
            item { OutlinedButton(onRevokeAll, Modifier.fillMaxWidth()) { WideLabel(texts.closeAll) } }
        }
    }
}
