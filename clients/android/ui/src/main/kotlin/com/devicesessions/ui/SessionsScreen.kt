// The whole screen over a client's state: unconfirmed sessions are asked about, and what the server refuses is shown
// with its cure.
package com.devicesessions.ui

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import com.devicesessions.PushReach
import com.devicesessions.Reason
import com.devicesessions.RevokedReason
import com.devicesessions.Session
import com.devicesessions.SessionState
import kotlinx.coroutines.launch

/**
 * [isOnline]: what the app knows of its network. [onProve]: signs the person in again by the given way and answers the
 * ID token, null where they gave up; absent where the app offers none.
 */
@Composable
public fun SessionsScreen(
    source: SessionsSource,
    modifier: Modifier = Modifier,
    isOnline: Boolean = true,
    onProve: (suspend (Proof) -> String?)? = null,
) {
    val texts = LocalSessionsTexts.current
    val state by source.state.collectAsState()
    val model = remember(source) { SessionsModel(source) }
    val scope = rememberCoroutineScope()
    val isOpen = state is SessionState.Open
    LaunchedEffect(model, isOpen, isOnline) { if (isOpen) model.load() }
    LaunchedEffect(model) { source.changes.collect { model.load() } }
    val sessions = model.sessions
    val act = { action: Action -> scope.launch { model.act(action, texts) }.let {} }
    when (val now = state) {
        is SessionState.Ended -> Notice(texts.endedText(now), modifier)
        SessionState.SignedOut -> Notice(texts.signedOut, modifier)
        SessionState.Opening -> Loading(modifier)
        is SessionState.Open -> {
            if (sessions == null && !model.hasFailed) {
                Loading(modifier)
            } else {
                SessionsList(sessions.orEmpty(), now.pushes, model, isOnline, modifier, act) { scope.launch { model.load() } }
            }
            QuestionDialog(model, onProve != null, act) { asked, proof ->
                scope.launch { model.prove(asked, texts) { onProve?.invoke(proof) } }
            }
        }
    }
}

private fun SessionsTexts.endedText(ended: SessionState.Ended): String = when {
    ended.isReplaced -> replacedHere
    ended.revokedReason == RevokedReason.ACCOUNT -> accountHere
    ended.reason == Reason.SESSION_EXPIRED -> expiredHere
    else -> endedHere
}

@Composable
private fun SessionsList(
    sessions: List<Session>,
    pushes: PushReach?,
    model: SessionsModel,
    isOnline: Boolean,
    modifier: Modifier,
    act: (Action) -> Unit,
    retry: () -> Unit,
) {
    val texts = LocalSessionsTexts.current
    val groups = groupsOf(sessions)
    val times = rememberTimes(sessions.map { it.lastActiveAt })
    var isEndedShown by rememberSaveable { mutableStateOf(false) }
    LazyColumn(
        modifier = modifier.fillMaxSize(),
        contentPadding = PaddingValues(16.dp),
        verticalArrangement = Arrangement.spacedBy(12.dp),
    ) {
        item(key = "title") {
            Column {
                Title()
                Quiet(texts.subtitle)
            }
        }
        notes(texts, model, isOnline, retry)
        items(groups.live, key = { it.sessionId }) { session ->
            LiveSession(session, groups, times, model, act)
        }
        if (pushes == PushReach.NONE || pushes == PushReach.DEAD) item(key = "pushes") { Quiet(texts.unreached) }
        if (groups.others == 0 && sessions.isNotEmpty()) item(key = "only") { Words(texts.onlyDevice) }
        if (groups.others > 1) {
            item(key = "all") {
                OutlinedButton(
                    onClick = { model.question = Question.CloseAll(groups.others) },
                    modifier = Modifier.fillMaxWidth(),
                    enabled = !model.isBusy,
                ) { WideLabel(texts.closeAll) }
            }
        }
        if (groups.ended.isNotEmpty()) {
            item(key = "ended") {
                TextButton(onClick = { isEndedShown = !isEndedShown }) {
                    Words(texts.ended.fill("count" to groups.ended.size))
                }
            }
        }
        if (isEndedShown) items(groups.ended, key = { it.sessionId }) { EndedSession(it, times) }
    }
}

/** What is wrong, and what has just been done: said aloud, too. */
private fun LazyListScope.notes(texts: SessionsTexts, model: SessionsModel, isOnline: Boolean, retry: () -> Unit) {
    if (!isOnline) item(key = "offline") { Note(texts.offline, isBad = false) }
    model.status?.let { item(key = "status") { Note(it.text, it.isBad) } }
    if (model.hasFailed) {
        item(key = "failed") {
            Column {
                Note(texts.failed, isBad = true)
                TextButton(retry) { Words(texts.retry) }
            }
        }
    }
}

@Composable
internal fun Note(text: String, isBad: Boolean) {
    Words(
        text,
        color = MaterialTheme.colorScheme.run { if (isBad) error else onSurface },
        modifier = Modifier.semantics { liveRegion = LiveRegionMode.Polite },
    )
}

@Composable
private fun Quiet(text: String) {
    Words(text, color = MaterialTheme.colorScheme.onSurfaceVariant)
}

@Composable
private fun Notice(text: String, modifier: Modifier) {
    Column(modifier.fillMaxSize().padding(16.dp), Arrangement.spacedBy(12.dp)) {
        Title()
        Words(text, Modifier.semantics { liveRegion = LiveRegionMode.Polite })
    }
}

@Composable
private fun Loading(modifier: Modifier) {
    val words = LocalSessionsTexts.current.loading
    Column(modifier.fillMaxSize().padding(16.dp), Arrangement.spacedBy(12.dp)) {
        Title()
        LinearProgressIndicator(Modifier.fillMaxWidth().semantics { contentDescription = words })
    }
}
