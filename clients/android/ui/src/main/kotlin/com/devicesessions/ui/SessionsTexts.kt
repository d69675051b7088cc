// The words of the screens, by the same keys as those of the web's <active-sessions>. Another language is another
// SessionsTexts, such as one made of the app's own string resources, given by LocalSessionsTexts.
package com.devicesessions.ui

import androidx.compose.runtime.ProvidableCompositionLocal
import androidx.compose.runtime.staticCompositionLocalOf
import com.devicesessions.LoginSignal
import com.devicesessions.RevokedReason
import java.util.Locale

/** `{device}`, `{provider}`, `{when}`, `{time}` and `{count}` are put in. */
public data class SessionsTexts(
    /** The times are written by its rules. */
    val locale: Locale = Locale.ENGLISH,
    val title: String = "Active Sessions",
    val subtitle: String = "The devices that are signed in to your account.",
    val loading: String = "Loading your sessions",
    val thisDevice: String = "This device",
    val newSignIn: String = "New sign-in",
    val signals: Map<LoginSignal, String> = mapOf(
        LoginSignal.NEW_COUNTRY to "New country",
        LoginSignal.IMPOSSIBLE_TRAVEL to "Far from the last place",
    ),
    val question: String = "Was that you?",
    val confirm: String = "Yes, it was me",
    val deny: String = "No, close this session",
    val activeNow: String = "Active now",
    val active: String = "Active {when}",
    val signedIn: String = "Signed in {when}",
    val signedInWith: String = "Signed in with {provider}",
    val justNow: String = "just now",
    val minutesAgo: String = "{count} min ago",
    val hoursAgo: String = "{count} h ago",
    val yesterday: String = "yesterday",
    val close: String = "Sign out",
    val rename: String = "Rename",
    val closeTitle: String = "Sign out {device}?",
    val closeBody: String = "The device loses access at once. Whoever uses it has to sign in again.",
    val cancel: String = "Cancel",
    val understood: String = "Close",
    val closeAll: String = "Sign out from all other sessions",
    val closeAllTitle: String = "Sign out from all other sessions?",
    val closeAllBody: String = "Sessions that end: {count}. This device stays signed in.",
    val onlyDevice: String = "No other device is signed in.",
    val ended: String = "Recently ended ({count})",
    val closedAt: String = "Closed {time}",
    val receipt: String = "Closed {time}, the device confirmed {confirmed}",
    val noReceipt: String = "Not confirmed by the device yet; access refused since {time}",
    val endedBy: Map<RevokedReason, String> = mapOf(
        RevokedReason.USER to "Closed by you",
        RevokedReason.OTHERS to "Closed with all others",
        RevokedReason.SIGN_OUT to "Signed out on the device",
        RevokedReason.DENIED to "It was not you",
        RevokedReason.LIMIT to "Too many devices",
        RevokedReason.TOKEN_REUSE to "Copied sign-in stopped",
        RevokedReason.EXPIRED to "Time ran out",
        RevokedReason.ACCOUNT to "The account changed",
        RevokedReason.OPERATOR to "Closed by support",
        RevokedReason.INCIDENT to "Closed by support",
        RevokedReason.INCIDENT to "Closed by support",
    ),
    val failed: String = "Your sessions could not be loaded.",
    val retry: String = "Try again",
    val unreached: String = "Alerts of new sign-ins do not reach this device.",
    val offline: String = "You are offline. This list may be out of date.",
    val saidClosed: String = "{device} was signed out.",
    val saidClosedAll: String = "Sessions closed: {count}.",
    val saidRenamed: String = "Renamed to {device}.",
    val saidConfirmed: String = "Thank you. {device} is confirmed.",
    val saidDenied: String = "{device} was signed out. Change your password now.",
    val callFailed: String = "That was refused, and nothing has changed.",
    val noAnswer: String = "There was no answer. The list has been checked again.",
    val nameLabel: String = "Name of the device",
    val save: String = "Save",
    val needsTitle: String = "Confirm that it is you",
    val needsBody: String = "This device signed in recently, so it may not do that yet.",
    val refusedAnswer: String =
        "Your answer was not accepted: this device signed in recently. The other session is still open.",
    val byDevice: String = "Answer “Yes, it was me” on a device that you have used before.",
    val byProvider: String = "Sign in another way",
    val byFactor: String = "Use your second factor",
    val byTime: String = "Otherwise wait until {time}.",
    val onlyTime: String = "Wait until {time}.",
    val proofFailed: String = "That did not confirm it. Try again.",
    val waitTitle: String = "Waiting for your other device",
    val waitBody: String =
        "On a device that you have used before, answer “Yes, it was me”. This screen goes away by itself.",
    val waitAlone: String = "This device signed in recently, so this has to wait.",
    val endsSoon: String = "You will be signed out at {time} if you do not go on.",
    val endsForGood: String = "You will be signed out at {time}. Sign in again then.",
    val stay: String = "Stay signed in",
    val signedOut: String = "You are signed out.",
    val endedHere: String = "This session was closed. Sign in again to go on.",
    val expiredHere: String = "This session has run out. Sign in again to go on.",
    val accountHere: String = "Your account has changed. Sign in again; nothing was deleted here.",
    val replacedHere: String =
        "Your account was signed in again elsewhere by this installation. Sign in again; if that was somebody else, " +
            "change your password.",
)

/** English, unless the app says otherwise. */
public val LocalSessionsTexts: ProvidableCompositionLocal<SessionsTexts> = staticCompositionLocalOf { SessionsTexts() }

/** Puts the values into a text. */
internal fun String.fill(vararg values: Pair<String, Any>): String =
    values.fold(this) { text, (name, value) -> text.replace("{$name}", value.toString()) }
