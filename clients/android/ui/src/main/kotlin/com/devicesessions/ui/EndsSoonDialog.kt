// "You will be signed out at 12:15": asked where a session ends soon unless somebody is there.
package com.devicesessions.ui

import androidx.compose.material3.AlertDialog
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import com.devicesessions.EndsSoon

/** Show it over everything as long as the client's `endsSoon` is there. [onStay]: the client's `update`. */
@Composable
public fun EndsSoonDialog(endsSoon: EndsSoon, onStay: () -> Unit, onSignOut: () -> Unit) {
    val texts = LocalSessionsTexts.current
    val time = texts.exact(endsSoon.endsAt, rememberTimes(emptyList()))
    var isRead by remember(endsSoon) { mutableStateOf(false) }
    if (isRead) return
    // Where nothing helps, it is enough to have read it.
    val (label, onClick) = if (endsSoon.canStay) texts.stay to onStay else texts.understood to { isRead = true }
    AlertDialog(
        onDismissRequest = onClick,
        text = { Words((if (endsSoon.canStay) texts.endsSoon else texts.endsForGood).fill("time" to time)) },
        confirmButton = { TextButton(onClick) { Words(label) } },
        dismissButton = { TextButton(onSignOut) { Words(texts.close) } },
    )
}
