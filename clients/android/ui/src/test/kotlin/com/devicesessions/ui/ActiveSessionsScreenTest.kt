package com.devicesessions.ui

import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.test.assertCountEquals
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.getUnclippedBoundsInRoot
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.createComposeRule
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.LayoutDirection
import org.junit.Rule
import org.junit.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class ActiveSessionsScreenTest {
    @get:Rule
    val compose = createComposeRule()

    private val revoked = mutableListOf<String>()
    private var all = 0
    private val three = listOf(seedSession(0, isCurrent = true), seedSession(1), seedSession(2))

    private fun show(sessions: List<DeviceSession>, around: @Composable (@Composable () -> Unit) -> Unit = { it() }) =
        compose.setContent {
            CompositionLocalProvider(LocalSessionsClock provides clock) {
                around { MaterialTheme { ActiveSessionsScreen(sessions, { revoked += it }, { all++ }) } }
            }
        }

    @Test
    fun `has a title, and a card for each session`() {
        show(three)
        compose.onNodeWithText("Active Sessions").assertIsDisplayed()
        for (session in three) compose.onNodeWithText(session.deviceName, substring = true).assertIsDisplayed()
    }

    @Test
    fun `a click on sign out names the session, and says aloud which device it is`() {
        show(three)
        compose.onNodeWithContentDescription("Sign out: Pixel 7").performClick()
        assertEquals(listOf("session-2"), revoked)
    }

    @Test
    fun `this device cannot be revoked`() {
        show(three)
        compose.onAllNodesWithText("Sign out").assertCountEquals(2)
        compose.onNodeWithContentDescription("Sign out: Pixel 5").assertDoesNotExist()
        compose.onNodeWithText("This device", substring = true).assertIsDisplayed()
    }

    @Test
    fun `signs out from all others only where there are several`() {
        show(three)
        compose.onNodeWithText("Sign out from all other sessions").performClick()
        assertEquals(1, all)
    }

    @Test
    fun `with one other there is no such button`() {
        show(three.take(2))
        compose.onNodeWithText("Sign out from all other sessions").assertDoesNotExist()
    }

    @Test
    fun `scrolls to the last of twenty`() {
        show(List(20) { seedSession(it, isCurrent = it == 0) })
        compose.onNode(hasScrollToNodeAction())
            .performScrollToNode(hasText("Sign out from all other sessions") and hasClickAction())
        compose.onNodeWithText("Sign out from all other sessions").assertIsDisplayed()
    }

    @Test
    fun `with a large font the button goes below`() {
        show(three) { content ->
            CompositionLocalProvider(LocalDensity provides Density(1f, fontScale = 2f)) { content() }
        }
        val name = compose.onNodeWithText("Pixel 6", useUnmergedTree = true).getUnclippedBoundsInRoot()
        val button = compose.onNodeWithContentDescription("Sign out: Pixel 6").getUnclippedBoundsInRoot()
        assertTrue(button.top >= name.bottom)
    }

    @Test
    fun `from right to left the button is on the left`() {
        show(three) { content ->
            CompositionLocalProvider(LocalLayoutDirection provides LayoutDirection.Rtl) { content() }
        }
        val name = compose.onNodeWithText("Pixel 6", useUnmergedTree = true).getUnclippedBoundsInRoot()
        assertTrue(compose.onNodeWithContentDescription("Sign out: Pixel 6").getUnclippedBoundsInRoot().left < name.left)
    }

    @Test
    fun `times are words, and never the future`() {
        val ahead = seedSession(1).copy(lastActiveAt = noon.plusSeconds(7200))
        val earlier = seedSession(2).copy(lastActiveAt = noon.minusSeconds(3600))
        show(listOf(ahead, earlier))
        compose.onNodeWithText("Active now", substring = true).assertIsDisplayed()
        compose.onNodeWithText("Active 3 h ago", substring = true).assertIsDisplayed()
    }
}
