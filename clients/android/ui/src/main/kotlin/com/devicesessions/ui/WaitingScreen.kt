// "Waiting for your other device": stands in for what the server keeps for confirmed sessions, and is gone when the app
// sees that nobody waits any more.
package com.devicesessions.ui

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import com.devicesessions.Waiting
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.launch

/**
 * Show it as long as the client's `waiting` is there. [onProve]: signs the person in again by the given way and answers
 * the ID token, null where they gave up; absent where the app offers none.
 */
@Composable
public fun WaitingScreen(
    waiting: Waiting,
    onSignOut: () -> Unit,
    modifier: Modifier = Modifier,
    onProve: (suspend (Proof) -> String?)? = null,
) {
    val texts = LocalSessionsTexts.current
    val scope = rememberCoroutineScope()
    var isBusy by remember(waiting) { mutableStateOf(false) }
    var hasFailed by remember(waiting) { mutableStateOf(false) }
    Column(
        modifier.fillMaxSize().verticalScroll(rememberScrollState()).padding(24.dp),
        verticalArrangement = Arrangement.spacedBy(16.dp),
    ) {
        Words(texts.waitTitle, Modifier.semantics { heading() }, MaterialTheme.typography.headlineMedium)
        Words(if (Proof.OTHER_DEVICE in waiting.confirmBy) texts.waitBody else texts.waitAlone)
        LinearProgressIndicator(Modifier.fillMaxWidth().clearAndSetSemantics {})
        if (hasFailed) Note(texts.proofFailed, isBad = true)
        for ((proof, label) in texts.proofsOffered(waiting.confirmBy, onProve != null)) {
            OutlinedButton(
                onClick = {
                    scope.launch {
                        isBusy = true
                        hasFailed = !waiting.isProvenBy { onProve?.invoke(proof) }
                        isBusy = false
                    }
                },
                modifier = Modifier.fillMaxWidth(),
                enabled = !isBusy,
            ) { WideLabel(label) }
        }
        waiting.until?.let {
            val isAlone = waiting.confirmBy.all { way -> way == Proof.TIME }
            Words(texts.untilText(it, isAlone), color = MaterialTheme.colorScheme.onSurfaceVariant)
        }
        TextButton(onSignOut, Modifier.fillMaxWidth()) { WideLabel(texts.close) }
    }
}

/** Whoever gives up has failed at nothing. */
private suspend fun Waiting.isProvenBy(prove: suspend () -> String?): Boolean = try {
    prove()?.let { prove(it) } ?: true
} catch (error: CancellationException) {
    throw error
} catch (_: Exception) {
    false
}

@Composable
private fun SessionsTexts.untilText(until: java.time.Instant, isAlone: Boolean): String =
    (if (isAlone) onlyTime else byTime).fill("time" to exact(until, rememberTimes(emptyList())))
