// What Gradle makes of alerts/src/main/res: the names only.
package com.devicesessions.alerts

public object R {
    public object string {
        public const val device_sessions_channel: Int = 1
        public const val device_sessions_summary: Int = 2
        public const val device_sessions_sending: Int = 3
        public const val device_sessions_denied: Int = 4
        public const val device_sessions_confirmed: Int = 5
        public const val device_sessions_refused: Int = 6
        public const val device_sessions_failed: Int = 7
    }
}
