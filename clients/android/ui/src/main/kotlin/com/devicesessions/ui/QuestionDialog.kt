// What the screen asks before it acts, and what it offers where the server wants a proof first.
package com.devicesessions.ui

import androidx.compose.foundation.layout.Column
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue

private const val LONGEST_NAME = 100

@Composable
internal fun QuestionDialog(
    model: SessionsModel,
    canProve: Boolean,
    act: (Action) -> Unit,
    prove: (Question.Prove, Proof) -> Unit,
) {
    val texts = LocalSessionsTexts.current
    val cancel = { model.question = null }
    when (val question = model.question) {
        null -> Unit
        is Question.Close -> Confirmation(
            model, texts.closeTitle.fill("device" to question.session.deviceName), texts.closeBody, texts.close,
        ) { act(Action.Close(question.session)) }
        is Question.CloseAll -> Confirmation(
            model, texts.closeAllTitle, texts.closeAllBody.fill("count" to question.count), texts.close,
        ) { act(Action.CloseAll(question.count)) }
        is Question.Rename -> Renaming(model, question) { act(Action.Rename(question.session, it)) }
        is Question.Prove -> Proving(model, question, canProve, cancel) { prove(question, it) }
    }
}

@Composable
private fun Confirmation(model: SessionsModel, title: String, body: String, label: String, onConfirm: () -> Unit) {
    AlertDialog(
        onDismissRequest = { model.question = null },
        title = { Words(title) },
        text = { Words(body) },
        confirmButton = { TextButton(onConfirm, enabled = !model.isBusy) { Words(label) } },
        dismissButton = { CancelButton { model.question = null } },
    )
}

@Composable
private fun Renaming(model: SessionsModel, question: Question.Rename, onSave: (String) -> Unit) {
    val texts = LocalSessionsTexts.current
    var name by rememberSaveable(question.session.sessionId) { mutableStateOf(question.session.deviceName) }
    AlertDialog(
        onDismissRequest = { model.question = null },
        title = { Words(texts.rename) },
        text = {
            OutlinedTextField(
                value = name,
                onValueChange = { name = it.take(LONGEST_NAME) },
                label = { Words(texts.nameLabel) },
                singleLine = true,
            )
        },
        confirmButton = {
            TextButton({ onSave(name.trim()) }, enabled = name.isNotBlank() && !model.isBusy) { Words(texts.save) }
        },
        dismissButton = { CancelButton { model.question = null } },
    )
}

@Composable
private fun Proving(
    model: SessionsModel,
    question: Question.Prove,
    canProve: Boolean,
    onCancel: () -> Unit,
    onProve: (Proof) -> Unit,
) {
    val texts = LocalSessionsTexts.current
    val ways = question.details.confirmBy.orEmpty()
    val times = rememberTimes(emptyList())
    val until = question.details.retryAfterSeconds?.let { times.now.plusSeconds(it.toLong()) }
    val body = if (question.action is Action.Answer) texts.refusedAnswer else texts.needsBody
    val offered = texts.proofsOffered(ways, canProve)
    AlertDialog(
        onDismissRequest = onCancel,
        title = { Words(texts.needsTitle) },
        text = {
            Column {
                if (question.hasFailed) Note(texts.proofFailed, isBad = true)
                Words(body)
                if (Proof.OTHER_DEVICE in ways) Words(texts.byDevice)
                until?.let { Words(texts.byTime.fill("time" to texts.exact(it, times))) }
            }
        },
        confirmButton = {
            Column {
                for ((proof, label) in offered) {
                    TextButton({ onProve(proof) }, enabled = !model.isBusy) { Words(label) }
                }
                if (offered.isEmpty()) TextButton(onCancel) { Words(texts.understood) }
            }
        },
        dismissButton = { if (offered.isNotEmpty()) CancelButton(onCancel) },
    )
}

/** What may be proven on this device, with its words. */
internal fun SessionsTexts.proofsOffered(ways: List<Proof>, canProve: Boolean): Map<Proof, String> =
    mapOf(Proof.SECOND_FACTOR to byFactor, Proof.OTHER_PROVIDER to byProvider).filterKeys { canProve && it in ways }

@Composable
private fun CancelButton(onClick: () -> Unit) {
    TextButton(onClick) { Words(LocalSessionsTexts.current.cancel) }
}
