// The contract of docs/api.json as types. Written by `npm run api`, from the schemas of the code.
package com.devicesessions

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import java.time.Instant

/** What a client calls, before any prefix of a deployment. */
public enum class FunctionName(public val wire: String) {
    REGISTER_SESSION("registerSession"),
    LIST_SESSIONS("listSessions"),
    REVOKE_SESSION("revokeSession"),
    REVOKE_OTHER_SESSIONS("revokeOtherSessions"),
    SIGN_OUT("signOut"),
    UPDATE_SESSION("updateSession"),
    RENAME_SESSION("renameSession"),
    LIST_SECURITY_EVENTS("listSecurityEvents"),
    ANSWER_LOGIN("answerLogin"),
    ANSWER_LOGIN_ALERT("answerLoginAlert"),
    REFRESH_TOKENS("refreshTokens"),
    REVOKE_TOKEN("revokeToken"),
    CONFIRM_LOGOUT("confirmLogout"),
}

@Serializable(with = DeviceType.Serializer::class)
public enum class DeviceType(public val wire: String) {
    IOS("IOS"),
    ANDROID("ANDROID"),
    WEB("WEB"),

    /** A word of a server that is newer than this app. */
    UNKNOWN(""),
    ;

    internal object Serializer : WireSerializer<DeviceType>("DeviceType", entries, UNKNOWN, { it.wire })
}

/** How a session ended. */
@Serializable(with = RevokedReason.Serializer::class)
public enum class RevokedReason(public val wire: String) {
    USER("user"),
    OTHERS("others"),
    SIGN_OUT("sign_out"),
    DENIED("denied"),
    REPLACED("replaced"),
    LIMIT("limit"),
    TOKEN_REUSE("token_reuse"),
    EXPIRED("expired"),
    ACCOUNT("account"),
    OPERATOR("operator"),
    INCIDENT("incident"),

    /** A word of a server that is newer than this app. */
    UNKNOWN(""),
    ;

    internal object Serializer : WireSerializer<RevokedReason>("RevokedReason", entries, UNKNOWN, { it.wire })
}

/** What was unusual about a login. */
@Serializable(with = LoginSignal.Serializer::class)
public enum class LoginSignal(public val wire: String) {
    NEW_DEVICE("new_device"),
    NEW_COUNTRY("new_country"),
    IMPOSSIBLE_TRAVEL("impossible_travel"),

    /** A word of a server that is newer than this app. */
    UNKNOWN(""),
    ;

    internal object Serializer : WireSerializer<LoginSignal>("LoginSignal", entries, UNKNOWN, { it.wire })
}

/** A session as its owner may see it. Times are ISO 8601 in UTC. */
@Serializable
public data class Session(
    public val sessionId: String,
    public val deviceName: String,
    public val deviceType: DeviceType,
    public val platform: String?,
    public val appVersion: String?,
    public val location: String?,
    @Serializable(with = InstantSerializer::class)
    public val lastActiveAt: Instant,
    @Serializable(with = InstantSerializer::class)
    public val createdAt: Instant,
    /** When it ends unless it is used. Of the others only a confirmed session is told; else null. */
    @Serializable(with = InstantSerializer::class)
    public val expiresAt: Instant?,
    public val confirmed: Boolean,
    public val signals: List<LoginSignal>,
    public val isCurrentDevice: Boolean,
    public val signInProvider: String,
    /** Whether a second factor was shown. */
    public val secondFactor: Boolean,
    /** The app's id where App Check attested it. */
    public val officialApp: String?,
    /** This and the next two only with `includeEnded`; null while the session lives. */
    @Serializable(with = InstantSerializer::class)
    public val revokedAt: Instant? = null,
    public val revokedReason: RevokedReason? = null,
    @Serializable(with = InstantSerializer::class)
    public val logoutConfirmedAt: Instant? = null,
)

/** Whether pushes reach the caller's device. none: the app has named nothing to send to; dead: FCM does not know it any more. */
@Serializable(with = PushReach.Serializer::class)
public enum class PushReach(public val wire: String) {
    OK("ok"),
    NONE("none"),
    DEAD("dead"),

    /** A word of a server that is newer than this app. */
    UNKNOWN(""),
    ;

    internal object Serializer : WireSerializer<PushReach>("PushReach", entries, UNKNOWN, { it.wire })
}

/** RFC 6749 §5.1. */
@Serializable
public data class TokenResponse(
    @SerialName("access_token")
    public val accessToken: String,
    @SerialName("token_type")
    public val tokenType: String,
    /** Seconds. */
    @SerialName("expires_in")
    @Serializable(with = NumberSerializer::class)
    public val expiresIn: Double,
    @SerialName("refresh_token")
    public val refreshToken: String,
)

/** What happened to the account, in the words of CAEP (OpenID Continuous Access Evaluation Profile). */
@Serializable
public data class SecurityEvent(
    public val eventId: String,
    public val type: SecurityEventType,
    public val initiatingEntity: SecurityEventInitiatingEntity,
    public val sessionId: String,
    public val deviceName: String,
    public val actorSessionId: String?,
    public val revokedReason: RevokedReason?,
    @Serializable(with = InstantSerializer::class)
    public val occurredAt: Instant,
)

/** The closed list of reasons for which a call is refused. */
@Serializable(with = Reason.Serializer::class)
public enum class Reason(public val wire: String) {
    SIGN_IN_REQUIRED("sign_in_required"),
    SESSION_REQUIRED("session_required"),
    SESSION_REVOKED("session_revoked"),
    SESSION_EXPIRED("session_expired"),
    SESSION_UNCONFIRMED("session_unconfirmed"),
    RECENT_SIGN_IN_REQUIRED("recent_sign_in_required"),
    ACCOUNT_REVIVED("account_revived"),
    SESSION_OPEN("session_open"),
    SESSION_NOT_FOUND("session_not_found"),
    CURRENT_SESSION("current_session"),
    INVALID_INPUT("invalid_input"),
    TOKEN_INVALID("token_invalid"),
    RATE_LIMITED("rate_limited"),
    UNAVAILABLE("unavailable"),

    /** A word of a server that is newer than this app. */
    UNKNOWN(""),
    ;

    internal object Serializer : WireSerializer<Reason>("Reason", entries, UNKNOWN, { it.wire })
}

/** The `details` of a refused callable; an endpoint has them in its body. */
@Serializable
public data class RefusalDetails(
    public val reason: Reason,
    /** Of invalid_input. */
    public val field: String? = null,
    /** Of session_unconfirmed, rate_limited and unavailable. */
    @Serializable(with = NumberSerializer::class)
    public val retryAfterSeconds: Double? = null,
    /** Of session_unconfirmed: what would lift it. */
    public val confirmBy: List<RefusalDetailsConfirmBy>? = null,
    /** Of session_revoked: how the caller's own session ended. */
    public val revokedReason: RevokedReason? = null,
)

@Serializable
public data class RegisterSessionInput(
    public val deviceId: String,
    public val deviceName: String,
    public val deviceType: DeviceType,
    public val platform: String? = null,
    public val appVersion: String? = null,
    public val pushToken: String? = null,
    public val pushInstallationId: String? = null,
    public val locale: String? = null,
    public val deviceToken: String? = null,
    public val refreshToken: String? = null,
    public val attempt: String? = null,
)

@Serializable
public data class RegisterSessionAnswer(
    public val session: Session,
    public val customToken: String,
    public val tokens: TokenResponse,
    public val deviceToken: String,
)

@Serializable
public data class ListSessionsInput(
    public val includeEnded: Boolean? = null,
)

@Serializable
public data class ListSessionsAnswer(
    public val sessions: List<Session>,
    public val pushes: PushReach,
)

@Serializable
public data class RevokeSessionInput(
    public val sessionId: String,
    public val reauthToken: String? = null,
)

@Serializable
public data class RevokeSessionAnswer(
    public val sessionId: String,
    public val revoked: Boolean,
)

@Serializable
public data class RevokeOtherSessionsInput(
    public val reauthToken: String? = null,
)

@Serializable
public data class RevokeOtherSessionsAnswer(
    @Serializable(with = NumberSerializer::class)
    public val revokedCount: Double,
)

@Serializable
public data class SignOutInput(
    public val forget: Boolean? = null,
)

@Serializable
public class SignOutAnswer

@Serializable
public data class UpdateSessionAnswer(
    public val session: Session,
    public val pushes: PushReach,
    /** The user's live unconfirmed sessions; only a confirmed session is told. */
    public val unconfirmed: List<Session>? = null,
)

@Serializable
public data class RenameSessionInput(
    public val sessionId: String,
    public val deviceName: String,
)

@Serializable
public data class RenameSessionAnswer(
    public val session: Session,
)

@Serializable
public data class ListSecurityEventsInput(
    public val pageToken: String? = null,
)

@Serializable
public data class ListSecurityEventsAnswer(
    public val events: List<SecurityEvent>,
    public val nextPageToken: String? = null,
)

@Serializable
public data class AnswerLoginInput(
    public val sessionId: String,
    public val wasMe: Boolean,
    public val reauthToken: String? = null,
)

@Serializable
public data class AnswerLoginAnswer(
    public val session: Session,
)

@Serializable
public data class AnswerLoginAlertInput(
    public val token: String,
    public val wasMe: Boolean,
)

@Serializable
public data class AnswerLoginAlertAnswer(
    public val wasMe: Boolean,
    public val revoked: Boolean,
    @Serializable(with = NumberSerializer::class)
    public val revokedCount: Double? = null,
)

@Serializable
public data class RefreshTokensInput(
    @SerialName("grant_type")
    public val grantType: String,
    @SerialName("refresh_token")
    public val refreshToken: String,
)

@Serializable
public data class RevokeTokenInput(
    public val token: String,
)

@Serializable
public data class ConfirmLogoutInput(
    public val token: String,
)

@Serializable
public data class ConfirmLogoutAnswer(
    @Serializable(with = InstantSerializer::class)
    public val logoutConfirmedAt: Instant,
)

@Serializable(with = SecurityEventType.Serializer::class)
public enum class SecurityEventType(public val wire: String) {
    SESSION_ESTABLISHED("session-established"),
    SESSION_REVOKED("session-revoked"),
    ASSURANCE_LEVEL_CHANGE("assurance-level-change"),
    CREDENTIAL_COMPROMISE("credential-compromise"),

    /** A word of a server that is newer than this app. */
    UNKNOWN(""),
    ;

    internal object Serializer : WireSerializer<SecurityEventType>("SecurityEventType", entries, UNKNOWN, { it.wire })
}

@Serializable(with = SecurityEventInitiatingEntity.Serializer::class)
public enum class SecurityEventInitiatingEntity(public val wire: String) {
    ADMIN("admin"),
    USER("user"),
    POLICY("policy"),
    SYSTEM("system"),

    /** A word of a server that is newer than this app. */
    UNKNOWN(""),
    ;

    internal object Serializer : WireSerializer<SecurityEventInitiatingEntity>("SecurityEventInitiatingEntity", entries, UNKNOWN, { it.wire })
}

@Serializable(with = RefusalDetailsConfirmBy.Serializer::class)
public enum class RefusalDetailsConfirmBy(public val wire: String) {
    OTHER_DEVICE("other_device"),
    SECOND_FACTOR("second_factor"),
    OTHER_PROVIDER("other_provider"),
    TIME("time"),

    /** A word of a server that is newer than this app. */
    UNKNOWN(""),
    ;

    internal object Serializer : WireSerializer<RefusalDetailsConfirmBy>("RefusalDetailsConfirmBy", entries, UNKNOWN, { it.wire })
}
