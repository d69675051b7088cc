// What a screen shows of a session.
package com.devicesessions.ui

import com.devicesessions.DeviceType
import com.devicesessions.Session
import java.time.Instant

public data class DeviceSession(
    val sessionId: String,
    val deviceName: String,
    val deviceType: DeviceType,
    val location: String?,
    val lastActiveAt: Instant,
    val createdAt: Instant,
    val isCurrentDevice: Boolean,
)

public fun Session.toDeviceSession(): DeviceSession =
    DeviceSession(sessionId, deviceName, deviceType, location, lastActiveAt, createdAt, isCurrentDevice)
