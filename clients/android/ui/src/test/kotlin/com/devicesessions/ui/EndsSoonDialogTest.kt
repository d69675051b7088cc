package com.devicesessions.ui

import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.junit4.createComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import com.devicesessions.EndsSoon
import org.junit.Rule
import org.junit.Test
import kotlin.test.assertEquals

class EndsSoonDialogTest {
    @get:Rule
    val compose = createComposeRule()

    private val calls = mutableListOf<String>()

    private fun show(canStay: Boolean) = compose.setContent {
        CompositionLocalProvider(LocalSessionsClock provides clock) {
            MaterialTheme { EndsSoonDialog(EndsSoon(noon.plusSeconds(90), canStay), { calls += "stay" }, { calls += "sign out" }) }
        }
    }

    private fun click(label: String) {
        compose.onNodeWithText(label).performClick()
        compose.waitForIdle()
    }

    private fun sees(text: String) = compose.onNodeWithText(text, substring = true).assertIsDisplayed()

    @Test
    fun `names the time, and lets the person stay or go`() {
        show(canStay = true)
        sees("You will be signed out at 12:01")
        sees("if you do not go on")
        click("Stay signed in")
        click("Sign out")
        assertEquals(listOf("stay", "sign out"), calls)
    }

    @Test
    fun `offers no staying where nothing helps, and is gone once it was read`() {
        show(canStay = false)
        sees("Sign in again then")
        compose.onNodeWithText("Stay signed in").assertDoesNotExist()
        click("Close")
        compose.onNodeWithText("You will be signed out", substring = true).assertDoesNotExist()
        assertEquals(emptyList(), calls)
    }
}
