// One session as a card: its device, what is known of it, and what can be done about it.
package com.devicesessions.ui

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Card
import androidx.compose.material3.CardDefaults
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import com.devicesessions.DeviceType

/** From this font scale on there is no room for a button beside a name. */
private const val LARGE_FONT = 1.3f

@Composable
internal fun Title() {
    Words(
        LocalSessionsTexts.current.title,
        style = MaterialTheme.typography.headlineMedium,
        modifier = Modifier.padding(bottom = 4.dp).semantics { heading() },
    )
}

@Composable
internal fun SessionCard(
    deviceName: String,
    deviceType: DeviceType,
    facts: List<String>,
    isCurrentDevice: Boolean,
    badges: List<String> = emptyList(),
    below: @Composable () -> Unit = {},
    actions: @Composable RowScope.() -> Unit = {},
) {
    val container = MaterialTheme.colorScheme.run { if (isCurrentDevice) secondaryContainer else surfaceContainerLow }
    val isLarge = LocalDensity.current.fontScale > LARGE_FONT
    Card(Modifier.fillMaxWidth(), colors = CardDefaults.cardColors(containerColor = container)) {
        Column(Modifier.padding(16.dp), verticalArrangement = Arrangement.spacedBy(8.dp)) {
            Row(verticalAlignment = Alignment.CenterVertically) {
                DeviceIcon(deviceType)
                // Read as one: a name, what it is, where and when.
                Column(Modifier.weight(1f).padding(horizontal = 16.dp).semantics(mergeDescendants = true) {}) {
                    NameAndBadges(deviceName, badges)
                    for (fact in facts) {
                        Words(
                            fact,
                            style = MaterialTheme.typography.bodyMedium,
                            color = MaterialTheme.colorScheme.onSurfaceVariant,
                        )
                    }
                }
                if (!isLarge) actions()
            }
            if (isLarge) Row(Modifier.fillMaxWidth(), Arrangement.End, content = actions)
            below()
        }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun NameAndBadges(deviceName: String, badges: List<String>) {
    FlowRow(
        horizontalArrangement = Arrangement.spacedBy(8.dp),
        verticalArrangement = Arrangement.spacedBy(4.dp),
        itemVerticalAlignment = Alignment.CenterVertically,
    ) {
        Words(
            deviceName,
            style = MaterialTheme.typography.titleMedium,
            maxLines = 2,
        )
        for (badge in badges) {
            Surface(color = MaterialTheme.colorScheme.tertiaryContainer, shape = RoundedCornerShape(8.dp)) {
                Words(
                    badge,
                    style = MaterialTheme.typography.labelMedium,
                    modifier = Modifier.padding(horizontal = 8.dp, vertical = 2.dp),
                )
            }
        }
    }
}

@Composable
private fun DeviceIcon(deviceType: DeviceType) {
    val icon = if (deviceType == DeviceType.WEB) ScreenIcon else PhoneIcon
    Icon(icon, contentDescription = null, Modifier.size(28.dp), MaterialTheme.colorScheme.onSurfaceVariant)
}

/** Says aloud which device it is about: "Sign out: Pixel 8". */
@Composable
internal fun CardButton(label: String, deviceName: String, enabled: Boolean = true, onClick: () -> Unit) {
    TextButton(onClick, Modifier.semantics { contentDescription = "$label: $deviceName" }, enabled) { Words(label) }
}
