package com.devicesessions.ui

import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.junit4.createComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import org.junit.Rule
import org.junit.Test
import java.io.IOException
import kotlin.test.assertEquals

class WaitingScreenTest {
    @get:Rule
    val compose = createComposeRule()

    private var signOuts = 0

    private fun show(waiting: FakeWaiting, onProve: (suspend (Proof) -> String?)? = null) = compose.setContent {
        CompositionLocalProvider(LocalSessionsClock provides clock) {
            MaterialTheme { WaitingScreen(waiting, { signOuts++ }, onProve = onProve) }
        }
    }

    private fun click(label: String) {
        compose.onNodeWithText(label).performClick()
        compose.waitForIdle()
    }

    private fun sees(text: String) = compose.onNodeWithText(text, substring = true).assertIsDisplayed()

    private fun seesNot(text: String) = compose.onNodeWithText(text, substring = true).assertDoesNotExist()

    @Test
    fun `says what to do on the other device, and until when, and signs out`() {
        show(FakeWaiting(listOf(Proof.OTHER_DEVICE, Proof.TIME), noon.plusSeconds(7200)))
        sees("Waiting for your other device")
        sees("answer “Yes, it was me”")
        sees("Otherwise wait until 2:00")
        seesNot("Sign in another way")
        click("Sign out")
        assertEquals(1, signOuts)
    }

    @Test
    fun `names no other device where there is none`() {
        show(FakeWaiting(listOf(Proof.TIME), noon.plusSeconds(7200)))
        seesNot("Yes, it was me")
        sees("this has to wait")
        sees("Wait until 2:00")
    }

    @Test
    fun `offers the proofs that help, where the app has a way`() {
        val waiting = FakeWaiting(listOf(Proof.OTHER_DEVICE, Proof.OTHER_PROVIDER), null)
        val asked = mutableListOf<Proof>()
        show(waiting) { asked += it; "token" }
        seesNot("Use your second factor")
        seesNot("wait until")
        click("Sign in another way")
        assertEquals(listOf(Proof.OTHER_PROVIDER) to listOf("token"), asked to waiting.proofs)
        seesNot("That did not confirm it.")
    }

    @Test
    fun `offers none where the app has no way`() {
        show(FakeWaiting(listOf(Proof.OTHER_DEVICE, Proof.OTHER_PROVIDER), null))
        seesNot("Sign in another way")
    }

    @Test
    fun `says that a proof did not count, or was not answered, and takes another`() {
        val waiting = FakeWaiting(listOf(Proof.SECOND_FACTOR), null)
        show(waiting) { "token" }
        for (answer in listOf({ false }, { throw IOException("no network") })) {
            waiting.doesCount = answer
            click("Use your second factor")
            sees("That did not confirm it.")
        }
        waiting.doesCount = { true }
        click("Use your second factor")
        seesNot("That did not confirm it.")
        assertEquals(3, waiting.proofs.size)
    }
}
