// What this device says of itself: its model, not the name that its owner gave it.
package com.devicesessions.alerts

import android.content.Context
import android.os.Build
import com.devicesessions.DeviceDescription
import com.devicesessions.DeviceType
import java.util.Locale

public fun describeDevice(context: Context): DeviceDescription {
    val maker = Build.MANUFACTURER.orEmpty().replaceFirstChar { it.titlecase(Locale.ROOT) }
    val model = Build.MODEL.orEmpty()
    val name = if (model.startsWith(maker, ignoreCase = true)) model else "$maker $model"
    return DeviceDescription(
        deviceName = name.trim(),
        deviceType = DeviceType.ANDROID,
        platform = "Android ${Build.VERSION.RELEASE}",
        appVersion = context.packageManager.getPackageInfo(context.packageName, 0).versionName,
        locale = Locale.getDefault().toLanguageTag(),
    )
}
