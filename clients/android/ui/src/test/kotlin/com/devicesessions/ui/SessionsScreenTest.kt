package com.devicesessions.ui

import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.test.assertCountEquals
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.getUnclippedBoundsInRoot
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isDialog
import androidx.compose.ui.test.junit4.createComposeRule
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performTextReplacement
import com.devicesessions.PushReach
import com.devicesessions.Reason
import com.devicesessions.Refusal
import com.devicesessions.RefusalDetails
import com.devicesessions.RefusalDetailsConfirmBy
import com.devicesessions.RevokedReason
import com.devicesessions.SessionState
import org.junit.Rule
import org.junit.Test
import java.io.IOException
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class SessionsScreenTest {
    @get:Rule
    val compose = createComposeRule()

    private val source = FakeSource(listOf(own, laptop, newcomer, tablet, lost, stolen))

    private fun show(
        texts: SessionsTexts = SessionsTexts(),
        isOnline: Boolean = true,
        onProve: (suspend (Proof) -> String?)? = null,
    ) = compose.setContent {
        CompositionLocalProvider(LocalSessionsClock provides clock, LocalSessionsTexts provides texts) {
            MaterialTheme { SessionsScreen(source, isOnline = isOnline, onProve = onProve) }
        }
    }

    private fun click(label: String) {
        val node = hasText(label) and hasClickAction()
        compose.onAllNodes(hasScrollToNodeAction()).apply {
            if (fetchSemanticsNodes().isNotEmpty() && compose.onAllNodes(node).fetchSemanticsNodes().isEmpty()) {
                get(0).performScrollToNode(node)
            }
        }
        compose.onNode(node).performClick()
        compose.waitForIdle()
    }

    private fun agree() {
        compose.onNode(hasText("Sign out") and hasAnyAncestor(isDialog())).performClick()
        compose.waitForIdle()
    }

    private fun clickOf(description: String) {
        compose.onNodeWithContentDescription(description).performClick()
        compose.waitForIdle()
    }

    private fun sees(text: String) = compose.onNodeWithText(text, substring = true).assertIsDisplayed()

    private fun unconfirmed(vararg by: RefusalDetailsConfirmBy) =
        Refusal(RefusalDetails(Reason.SESSION_UNCONFIRMED, retryAfterSeconds = 7200.0, confirmBy = by.toList()))

    @Test
    fun `asks about an unconfirmed session first`() {
        show()
        sees("Was that you?")
        sees("Signed in with Google")
        sees("New country")
        val asked = compose.onNodeWithText("Galaxy S24", substring = true).getUnclippedBoundsInRoot()
        assertTrue(asked.top < compose.onNodeWithText("Pixel 9", substring = true).getUnclippedBoundsInRoot().top)
    }

    @Test
    fun `No and Yes answer for that session, and say what came of it`() {
        show()
        clickOf("No, close this session: Galaxy S24")
        sees("Galaxy S24 was signed out. Change your password now.")
        clickOf("Yes, it was me: Galaxy S24")
        sees("Thank you. Galaxy S24 is confirmed.")
        assertEquals(listOf("answer new false", "answer new true"), source.calls)
    }

    @Test
    fun `an unconfirmed device is not led into a dead end`() {
        source.sessions = listOf(session("own", "Pixel 9", isCurrent = true, confirmed = false), newcomer)
        show()
        compose.onNodeWithText("Was that you?").assertDoesNotExist()
        compose.onNodeWithText("on a device that you have used before", substring = true).assertDoesNotExist()
        source.sessions += laptop
        source.changes.tryEmit(Unit)
        compose.waitForIdle()
        sees("on a device that you have used before")
    }

    @Test
    fun `a session is closed once the person has said so`() {
        show()
        clickOf("Sign out: Chrome on Windows")
        sees("Sign out Chrome on Windows?")
        click("Cancel")
        assertEquals(emptyList(), source.calls)
        clickOf("Sign out: Chrome on Windows")
        agree()
        assertEquals(listOf("revoke laptop"), source.calls)
        sees("Chrome on Windows was signed out.")
    }

    @Test
    fun `so are all others`() {
        show()
        click("Sign out from all other sessions")
        sees("Sessions that end: 3. This device stays signed in.")
        agree()
        assertEquals(listOf("revokeOthers"), source.calls)
        sees("Sessions closed: 2.")
    }

    @Test
    fun `a device is renamed, but not to nothing`() {
        show()
        clickOf("Rename: Pixel 9")
        compose.onNode(hasSetTextAction()).performTextReplacement("  ")
        compose.onNodeWithText("Save").assertIsNotEnabled()
        compose.onNode(hasSetTextAction()).performTextReplacement(" My phone ")
        click("Save")
        assertEquals(listOf("rename own My phone"), source.calls)
    }

    @Test
    fun `this device has no sign out, and its replaced sessions are not shown`() {
        source.sessions = listOf(own, session("old", "Old", revokedReason = RevokedReason.REPLACED))
        show()
        compose.onAllNodesWithText("Sign out").assertCountEquals(0)
        compose.onNodeWithText("Recently ended", substring = true).assertDoesNotExist()
        sees("No other device is signed in.")
    }

    @Test
    fun `every way in which a session may have ended has its words, in both languages`() {
        val shown = RevokedReason.entries - RevokedReason.REPLACED - RevokedReason.UNKNOWN
        for (texts in listOf(SessionsTexts(), germanSessionsTexts)) {
            assertEquals(shown.toSet(), texts.endedBy.keys)
            assertEquals(texts.endedBy[RevokedReason.OPERATOR], texts.endedBy[RevokedReason.INCIDENT])
        }
    }

    @Test
    fun `ended sessions say when they were closed, and whether the device knows`() {
        source.sessions = listOf(own, lost, stolen)
        show()
        click("Recently ended (2)")
        sees("the device confirmed 10:32")
        sees("Not confirmed by the device yet; access refused since 11:30")
    }

    @Test
    fun `what is refused for want of a proof is done again with it`() {
        source.failure = unconfirmed(Proof.SECOND_FACTOR, Proof.OTHER_DEVICE, Proof.TIME)
        val proofs = mutableListOf<Proof>()
        show(onProve = { proofs += it; "token" })
        clickOf("Sign out: Chrome on Windows")
        agree()
        sees("This device signed in recently, so it may not do that yet.")
        sees("Otherwise wait until 2:00")
        compose.onNodeWithText("Sign in another way").assertDoesNotExist()
        click("Use your second factor")
        assertEquals(listOf(Proof.SECOND_FACTOR), proofs)
        assertEquals(listOf("revoke laptop", "revoke laptop with token"), source.calls)
    }

    @Test
    fun `a proof that does not count, or that the app fails at, is said and may be tried again`() {
        source.failure = unconfirmed(Proof.OTHER_PROVIDER)
        source.doesProofCount = false
        var token: () -> String? = { error("The window was closed.") }
        show(onProve = { token() })
        clickOf("Sign out: Chrome on Windows")
        agree()
        click("Sign in another way")
        sees("That did not confirm it.")
        token = { null }
        click("Sign in another way")
        token = { "token" }
        click("Sign in another way")
        sees("That did not confirm it.")
        source.doesProofCount = true
        click("Sign in another way")
        sees("Chrome on Windows was signed out.")
        assertEquals(listOf("revoke laptop") + List(2) { "revoke laptop with token" }, source.calls)
    }

    @Test
    fun `without a way to prove it the dialog only says so`() {
        source.failure = unconfirmed(Proof.SECOND_FACTOR)
        show()
        clickOf("No, close this session: Galaxy S24")
        sees("The other session is still open.")
        compose.onNodeWithText("Use your second factor").assertDoesNotExist()
        click("Close")
        assertEquals(listOf("answer new false"), source.calls)
    }

    @Test
    fun `only a refusal promises that nothing has changed`() {
        show()
        source.failure = Refusal(RefusalDetails(Reason.SESSION_NOT_FOUND))
        clickOf("Yes, it was me: Galaxy S24")
        sees("That was refused, and nothing has changed.")
        source.failure = IOException("lost")
        source.sessions = listOf(own)
        clickOf("Yes, it was me: Galaxy S24")
        sees("There was no answer. The list has been checked again.")
        compose.onNodeWithText("Galaxy S24", substring = true).assertDoesNotExist()
    }

    @Test
    fun `a list that cannot be had offers another try`() {
        source.listFailure = IOException("no network")
        show(isOnline = false)
        sees("You are offline.")
        sees("Your sessions could not be loaded.")
        source.listFailure = null
        click("Try again")
        sees("Pixel 9")
    }

    @Test
    fun `says quietly where no alert reaches this device, and nothing where one does or nobody knows`() {
        source.sessions = listOf(own)
        show()
        for ((pushes, count) in listOf(null to 0, PushReach.OK to 0, PushReach.NONE to 1, PushReach.DEAD to 1)) {
            source.state.value = SessionState.Open("own", pushes = pushes)
            compose.waitForIdle()
            compose.onAllNodesWithText("Alerts of new sign-ins do not reach this device.").assertCountEquals(count)
        }
    }

    @Test
    fun `says why a session is over`() {
        show()
        for ((revokedReason, words) in listOf(
            RevokedReason.USER to "This session was closed.",
            RevokedReason.ACCOUNT to "Your account has changed.",
            RevokedReason.REPLACED to "change your password",
        )) {
            source.state.value = SessionState.Ended("own", Reason.SESSION_REVOKED, revokedReason, wipe = false)
            compose.waitForIdle()
            sees(words)
        }
        source.state.value = SessionState.Ended("own", Reason.SESSION_EXPIRED, null, wipe = true)
        compose.waitForIdle()
        sees("This session has run out.")
        source.state.value = SessionState.Opening
        compose.waitForIdle()
        compose.onNodeWithContentDescription("Loading your sessions").assertIsDisplayed()
        source.state.value = SessionState.SignedOut
        compose.waitForIdle()
        sees("You are signed out.")
    }

    @Test
    fun `speaks another language, times and all`() {
        show(germanSessionsTexts)
        sees("Warst du das?")
        sees("Aktiv vor 2 Std.")
        sees("22.11.2026")
    }
}
