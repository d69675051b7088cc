// A push of the server, by the `action` in its data.
package com.devicesessions

public sealed interface Push {
    public val sessionId: String

    /** Names this push: one that comes again has the same. */
    public val pushId: String?

    /** The session that is told. */
    public val receiverSessionId: String?

    public data class ForceLogout(
        override val sessionId: String,
        override val pushId: String?,
        override val receiverSessionId: String?,
        public val receiptToken: String?,
    ) : Push

    /** A button is drawn for each label that is there. */
    public data class LoginAlert(
        override val sessionId: String,
        override val pushId: String?,
        override val receiverSessionId: String?,
        public val title: String?,
        public val body: String?,
        public val tag: String?,
        public val answerToken: String?,
        public val denyLabel: String?,
        public val confirmLabel: String?,
        public val count: Int,
        public val silent: Boolean,
    ) : Push

    /** Another device has answered: withdraw the alert about this session. */
    public data class LoginAnswered(
        override val sessionId: String,
        override val pushId: String?,
        override val receiverSessionId: String?,
        public val wasMe: Boolean,
    ) : Push

    /** A copied refresh token was used, and the session it belonged to was ended. */
    public data class SecurityAlert(
        override val sessionId: String,
        override val pushId: String?,
        override val receiverSessionId: String?,
        public val title: String?,
        public val body: String?,
    ) : Push

    public companion object {
        /** Null where it is none of ours: the app's own, or newer than this app. */
        public fun from(data: Map<String, String>): Push? {
            val sessionId = data["sessionId"] ?: return null
            val pushId = data["pushId"]
            val receiver = data["receiverSessionId"]
            return when (data["action"]) {
                "force_logout" -> ForceLogout(sessionId, pushId, receiver, data["receiptToken"])
                "login_alert" -> LoginAlert(
                    sessionId, pushId, receiver,
                    title = data["title"],
                    body = data["body"],
                    tag = data["tag"],
                    answerToken = data["answerToken"],
                    denyLabel = data["denyLabel"],
                    confirmLabel = data["confirmLabel"],
                    count = data["count"]?.toIntOrNull() ?: 1,
                    silent = data["silent"] == "true",
                )
                "login_answered" -> LoginAnswered(sessionId, pushId, receiver, data["wasMe"] == "true")
                "security_alert" -> SecurityAlert(sessionId, pushId, receiver, data["title"], data["body"])
                else -> null
            }
        }
    }
}
