// Whether the app is in the foreground: whether one of its activities is started.
package com.devicesessions.alerts

import android.app.Activity
import android.app.ActivityManager
import android.app.ActivityManager.RunningAppProcessInfo
import android.app.Application
import android.os.Bundle
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow

/** One for the process. */
public fun visibilityOf(app: Application): StateFlow<Boolean> {
    // An activity may have been started before.
    val process = RunningAppProcessInfo().also(ActivityManager::getMyMemoryState)
    val visible = MutableStateFlow(process.importance <= RunningAppProcessInfo.IMPORTANCE_FOREGROUND)
    app.registerActivityLifecycleCallbacks(StartedActivities(visible))
    return visible
}

private class StartedActivities(private val visible: MutableStateFlow<Boolean>) : Application.ActivityLifecycleCallbacks {
    private val started = mutableSetOf<Activity>()

    override fun onActivityStarted(activity: Activity) {
        started += activity
        visible.value = true
    }

    override fun onActivityStopped(activity: Activity) {
        started -= activity
        visible.value = started.isNotEmpty()
    }

    override fun onActivityCreated(activity: Activity, savedInstanceState: Bundle?) = Unit

    override fun onActivityResumed(activity: Activity) = Unit

    override fun onActivityPaused(activity: Activity) = Unit

    override fun onActivitySaveInstanceState(activity: Activity, outState: Bundle) = Unit

    override fun onActivityDestroyed(activity: Activity) = Unit
}
