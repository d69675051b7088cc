package com.devicesessions.alerts

import android.app.Activity
import android.app.ActivityManager
import android.app.ActivityManager.RunningAppProcessInfo
import android.os.Process
import kotlinx.coroutines.flow.StateFlow
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import kotlin.test.assertFalse
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], manifest = Config.NONE)
class VisibilityTest {
    private fun visibility(importance: Int): StateFlow<Boolean> {
        val app = RuntimeEnvironment.getApplication()
        val process = RunningAppProcessInfo(app.packageName, Process.myPid(), null).apply { this.importance = importance }
        shadowOf(app.getSystemService(ActivityManager::class.java)).setProcesses(listOf(process))
        return visibilityOf(app)
    }

    @Test
    fun `the app is visible from its first activity's start to its last one's stop`() {
        val visible = visibility(RunningAppProcessInfo.IMPORTANCE_CACHED)
        assertFalse(visible.value)
        val first = Robolectric.buildActivity(Activity::class.java).create().start()
        val second = Robolectric.buildActivity(Activity::class.java).create().start()
        first.stop()
        assertTrue(visible.value)
        second.stop()
        assertFalse(visible.value)
    }

    @Test
    fun `so is one whose activity was started before anybody asked`() {
        val early = Robolectric.buildActivity(Activity::class.java).create().start()
        val visible = visibility(RunningAppProcessInfo.IMPORTANCE_FOREGROUND)
        assertTrue(visible.value)
        early.stop()
        assertFalse(visible.value)
    }
}
