// What a client is made of. Nothing here knows Android or Firebase.
package com.devicesessions

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.sync.Mutex
import java.security.SecureRandom
import java.util.Base64

/** What a device says of itself when it registers. */
public data class DeviceDescription(
    public val deviceName: String,
    public val deviceType: DeviceType = DeviceType.ANDROID,
    public val platform: String? = null,
    public val appVersion: String? = null,
    public val locale: String? = null,
)

/** What FCM sends to: one of the two, never both for one device. */
public sealed interface PushAddress {
    public val value: String

    public data class Token(override val value: String) : PushAddress

    /** Of an app, or a process, in which Firebase's installation ids stand in for tokens. */
    public data class InstallationId(override val value: String) : PushAddress
}

/** What has changed of that, and where pushes go. What is not set is not said; null clears. */
public class DeviceChanges {
    internal val said: MutableMap<String, String?> = linkedMapOf()
    private val fields = said.withDefault { null }
    public var deviceName: String? by fields
    public var platform: String? by fields
    public var appVersion: String? by fields
    public var pushToken: String? by fields
    public var pushInstallationId: String? by fields
    public var locale: String? by fields

    /** Says nothing where there is none. */
    public fun push(address: PushAddress?) {
        when (address) {
            null -> Unit
            is PushAddress.Token -> pushToken = address.value
            is PushAddress.InstallationId -> pushInstallationId = address.value
        }
    }
}

/** An address of one kind takes the place of one of the other. */
internal val pushKeys: Set<String> = setOf("pushToken", "pushInstallationId")

public class ClientOptions(
    public val transports: Transports,
    /** May fail: what is only for show stops nothing. */
    public val describe: suspend () -> DeviceDescription,
    public val storage: Storage = MemoryStorage(),
    /** Before each key in the storage; different for two clients in one app. */
    public val storagePrefix: String = "device-sessions.",
    /**
     * The session at hand has ended: delete what the app keeps of the user where [SessionState.Ended.wipe] says so.
     * Told once, before Firebase is signed out; the receipt of a forced logout is sent once it has returned.
     */
    public val onEnded: suspend (SessionState.Ended) -> Unit = {},
    /** The deployed name of a function: kits have a prefix. */
    public val functionName: (FunctionName) -> String = { it.wire },
    public val randomId: () -> String = ::makeRandomId,
    /** Milliseconds since 1970. */
    public val now: () -> Long = System::currentTimeMillis,
    public val patience: Patience = Patience(),
    /** Whether the app is in the foreground. */
    public val visible: StateFlow<Boolean> = MutableStateFlow(true),
    /** The same for all clients of one storage. */
    public val turns: Mutex = Mutex(),
    /** Where a registration or a refresh goes on when the caller's own scope ends. */
    public val scope: CoroutineScope = CoroutineScope(SupervisorJob() + Dispatchers.Default),
)

/** 128 random bits: 22 characters of base64url. */
public fun makeRandomId(): String {
    val bytes = ByteArray(16).also { SecureRandom().nextBytes(it) }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
}
