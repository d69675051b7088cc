// The pictures of the documents, drawn without a screen: into the folder of the property "pictures".
package com.devicesessions.ui

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.LayoutDirection
import com.devicesessions.EndsSoon
import org.jetbrains.skia.EncodedImageFormat
import org.junit.Test
import java.io.File
import kotlin.test.assertTrue

private const val MILLISECOND = 1_000_000L

class PicturesTest {
    private val folder = File(System.getProperty("pictures") ?: "target/pictures").apply { mkdirs() }
    private val seed = listOf(
        seedSession(0, isCurrent = true, name = "Pixel 9 Pro"),
        seedSession(1, name = "iPhone 15 Pro"),
        seedSession(2, name = "Chrome on Windows"),
    )
    private val asked = FakeSource(listOf(own, newcomer, laptop, tablet, lost, stolen))
    private val waiting = FakeWaiting(listOf(Proof.OTHER_DEVICE, Proof.OTHER_PROVIDER, Proof.TIME), noon.plusSeconds(604_800))
    private val long = "A telephone whose owner gave it a name that is far longer than any line of this screen can hold"

    @Test
    fun `of the seed's screen`() {
        picture("android-active-sessions-light", height = 940) { ActiveSessionsScreen(seed, {}, {}) }
        picture("android-active-sessions-dark", isDark = true, height = 940) { ActiveSessionsScreen(seed, {}, {}) }
    }

    @Test
    fun `of the whole screen`() {
        picture("android-sessions-light") { SessionsScreen(asked) }
        picture("android-sessions-dark", isDark = true) { SessionsScreen(asked) }
    }

    @Test
    fun `of waiting for the other device`() {
        picture("android-waiting-light", height = 900) { WaitingScreen(waiting, {}, onProve = { null }) }
        picture("android-waiting-dark", isDark = true, height = 900) { WaitingScreen(waiting, {}, onProve = { null }) }
    }

    /** Looked at by whoever changes the screen; no document shows them. */
    @Test
    fun `of what is unusual`() {
        val folder = File("target/pictures").apply { mkdirs() }
        picture("long", folder) { ActiveSessionsScreen(seed.map { it.copy(deviceName = long) }, {}, {}) }
        picture("long-large", folder, fontScale = 2f) { ActiveSessionsScreen(seed.map { it.copy(deviceName = long) }, {}, {}) }
        picture("large-font", folder, fontScale = 2f, height = 2400) { SessionsScreen(asked) }
        picture("many", folder) { ActiveSessionsScreen(List(20) { seedSession(it, it == 0) }, {}, {}) }
        picture("rtl", folder) {
            CompositionLocalProvider(LocalLayoutDirection provides LayoutDirection.Rtl) { SessionsScreen(asked) }
        }
        picture("waiting-large", folder, fontScale = 2f) { WaitingScreen(waiting, {}, onProve = { null }) }
        picture("waiting-german", folder) {
            CompositionLocalProvider(LocalSessionsTexts provides germanSessionsTexts) { WaitingScreen(waiting, {}) }
        }
        picture("ends-soon", folder, height = 900) { EndsSoonDialog(EndsSoon(noon.plusSeconds(90), true), {}, {}) }
        picture("german", folder) {
            CompositionLocalProvider(LocalSessionsTexts provides germanSessionsTexts) { SessionsScreen(asked) }
        }
    }

    private fun picture(
        name: String,
        folder: File = this.folder,
        isDark: Boolean = false,
        fontScale: Float = 1f,
        height: Int = 1520,
        content: @Composable () -> Unit,
    ) {
        val scene = ImageComposeScene(720, height, Density(2f, fontScale)) {
            CompositionLocalProvider(LocalSessionsClock provides clock) {
                MaterialTheme(if (isDark) darkColorScheme() else lightColorScheme()) {
                    Surface { Box(Modifier.fillMaxSize()) { content() } }
                }
            }
        }
        try {
            // The list arrives after the first frame.
            repeat(20) { scene.render(it * 50 * MILLISECOND) }
            val bytes = scene.render(2000 * MILLISECOND).encodeToData(EncodedImageFormat.PNG)!!.bytes
            File(folder, "$name.png").writeBytes(bytes)
            assertTrue(bytes.size > 10_000, "$name is empty")
        } finally {
            scene.close()
        }
    }
}
