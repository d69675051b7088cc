// The sessions of the whole screen: live ones with what may be asked of them, and ended ones.
package com.devicesessions.ui

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import com.devicesessions.RevokedReason
import com.devicesessions.Session

internal class Groups(val live: List<Session>, val ended: List<Session>) {
    val others: Int = live.count { !it.isCurrentDevice }

    /** An unconfirmed device answers for nobody. */
    val mayAnswer: Boolean = live.any { it.isCurrentDevice && it.confirmed }

    /** Only a confirmed device can confirm another. */
    val hasOtherConfirmed: Boolean = live.any { !it.isCurrentDevice && it.confirmed }
}

/** Unconfirmed ones first where they can be answered; a session that its own device replaced is not shown. */
internal fun groupsOf(sessions: List<Session>): Groups {
    val (live, ended) = sessions.partition { it.revokedReason == null }
    val rank = { session: Session ->
        when {
            session.isCurrentDevice -> 1
            session.confirmed -> 2
            else -> 0
        }
    }
    return Groups(live.sortedBy(rank), ended.filter { it.revokedReason != RevokedReason.REPLACED })
}

@Composable
internal fun LiveSession(session: Session, groups: Groups, times: Times, model: SessionsModel, act: (Action) -> Unit) {
    val texts = LocalSessionsTexts.current
    val isAsked = !session.confirmed && !session.isCurrentDevice && groups.mayAnswer
    val badges = listOfNotNull(
        texts.thisDevice.takeIf { session.isCurrentDevice },
        texts.newSignIn.takeIf { !session.confirmed },
    ) + session.signals.mapNotNull { texts.signals[it] }
    val isKnown = session.confirmed || session.isCurrentDevice
    val activity = if (isKnown) {
        texts.activity(session.lastActiveAt, session.isCurrentDevice, times)
    } else {
        texts.signedIn.fill("when" to texts.relative(session.createdAt, times))
    }
    // What helps to tell whether that was oneself.
    val provider = providers[session.signInProvider]?.takeUnless { isKnown }?.let { texts.signedInWith.fill("provider" to it) }
    val hint = texts.byDevice.takeIf { session.isCurrentDevice && !session.confirmed && groups.hasOtherConfirmed }
    SessionCard(
        deviceName = session.deviceName,
        deviceType = session.deviceType,
        facts = listOfNotNull(factsOf(session), provider, activity, hint),
        isCurrentDevice = session.isCurrentDevice,
        badges = badges,
        below = { if (isAsked) WasThatYou(session, model, act) },
    ) {
        if (!isAsked) {
            Column {
                CardButton(texts.rename, session.deviceName, !model.isBusy) { model.question = Question.Rename(session) }
                if (!session.isCurrentDevice) {
                    CardButton(texts.close, session.deviceName, !model.isBusy) { model.question = Question.Close(session) }
                }
            }
        }
    }
}

private val providers = mapOf(
    "google.com" to "Google", "apple.com" to "Apple", "facebook.com" to "Facebook", "github.com" to "GitHub",
    "microsoft.com" to "Microsoft", "twitter.com" to "X", "yahoo.com" to "Yahoo",
)

private fun factsOf(session: Session): String? =
    listOfNotNull(session.platform, session.appVersion, session.location).joinToString(" · ").ifEmpty { null }

@Composable
private fun WasThatYou(session: Session, model: SessionsModel, act: (Action) -> Unit) {
    val texts = LocalSessionsTexts.current
    val describe = { label: String -> Modifier.fillMaxWidth().semantics { contentDescription = "$label: ${session.deviceName}" } }
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Words(texts.question, style = MaterialTheme.typography.titleSmall)
        val red = MaterialTheme.colorScheme.run { ButtonDefaults.buttonColors(error, onError) }
        Button({ act(Action.Answer(session, wasMe = false)) }, describe(texts.deny), !model.isBusy, colors = red) {
            WideLabel(texts.deny)
        }
        OutlinedButton({ act(Action.Answer(session, wasMe = true)) }, describe(texts.confirm), !model.isBusy) {
            WideLabel(texts.confirm)
        }
    }
}

/** "Closed 12:01, the device confirmed 12:03": what a person wants to know of a lost device. */
@Composable
internal fun EndedSession(session: Session, times: Times) {
    val texts = LocalSessionsTexts.current
    val reason = texts.endedBy[session.revokedReason]
    val facts = listOfNotNull(reason, session.location).joinToString(" · ").ifEmpty { null }
    SessionCard(
        deviceName = session.deviceName,
        deviceType = session.deviceType,
        facts = listOfNotNull(facts, texts.endedText(session, times)),
        isCurrentDevice = false,
    )
}

private fun SessionsTexts.endedText(session: Session, times: Times): String? {
    val time = exact(session.revokedAt ?: return null, times)
    val confirmed = session.logoutConfirmedAt
    // A device that has signed out by itself, or was not used, has nothing to confirm.
    val isQuiet = session.revokedReason == RevokedReason.SIGN_OUT || session.revokedReason == RevokedReason.EXPIRED
    return when {
        confirmed != null -> receipt.fill("time" to time, "confirmed" to exact(confirmed, times))
        isQuiet -> closedAt.fill("time" to time)
        else -> noReceipt.fill("time" to time)
    }
}
