// Opens the session of a sign-in, once: a repeat after a lost answer or a stopped process gets the session that the
// first try opened.
package com.devicesessions

import kotlinx.coroutines.CancellationException
import java.util.concurrent.atomic.AtomicInteger

/** The refusals that have judged the sign-in, so that its attempt is over. */
private val judging = setOf(
    "recent_sign_in_required", "account_revived", "session_open", "session_revoked", "session_expired",
)

private const val LONGEST_NAME = 100

internal class Registration(private val context: Context, private val leftovers: Leftovers) {
    private val memory get() = context.memory
    private val options get() = context.options
    private val signOuts = AtomicInteger()

    /**
     * The session of the current sign-in, opened now; null where there is one already, or nobody is signed in.
     * Throws a Refusal, or where no answer can be had.
     */
    suspend fun open(changes: DeviceChanges = DeviceChanges()): Session? =
        context.detached { context.inTurn { repeat(options.patience) { tryToOpen(changes) } } }

    /** Reads everything again: somebody may have signed out or in meanwhile. */
    private suspend fun tryToOpen(changes: DeviceChanges): Session? {
        val identity = context.transports.identity()
        if (identity == null || identity.sessionId != null) return null
        return try {
            register(identity, changes)
        } catch (refusal: Refusal) {
            val word = refusal.word
            if (word in judging) memory.remove(Key.attempt)
            if (word != "session_open") throw refusal
            // Our ID token is older than what the server knows of this sign-in.
            context.transports.identity(fresh = true)
            null
        }
    }

    private suspend fun register(identity: Identity, changes: DeviceChanges): Session {
        val signOutsBefore = signOuts.get()
        val input = inputOf(identity, describe(), changes)
        val answer = context.callOnce(FunctionName.REGISTER_SESSION, toWire(input), RegisterSessionAnswer.serializer())
        val (session, customToken, tokens, deviceToken) = answer
        memory.write(Key.deviceToken, deviceToken)
        memory.write(Key.told, toldBy(input))
        // Nobody who has signed out meanwhile, or is somebody else by now, is signed in by this answer.
        val isSame = context.transports.identity()?.userId == identity.userId
        if (!isSame || signOuts.get() != signOutsBefore) throw tooLate(tokens)
        memory.write(Key.session, keptSession(identity, session, tokens))
        context.transports.signInWithCustomToken(customToken)
        if (signOuts.get() != signOutsBefore) {
            memory.remove(Key.session)
            context.transports.signOut()
            throw tooLate(tokens)
        }
        // Not before: a process that stops in between repeats the attempt, and gets a new custom token.
        memory.remove(Key.attempt)
        return session
    }

    private suspend fun inputOf(
        identity: Identity,
        device: DeviceDescription,
        changes: DeviceChanges,
    ): RegisterSessionInput {
        val before = memory.read(Key.session)
        if (before != null && before.userId != identity.userId) leave()
        val continued = before?.takeIf { it.userId == identity.userId }
        val said = changes.said
        // What a registration does not say again, its session does not have.
        val push = said.filterKeys { it in pushKeys }
            .ifEmpty { if (continued == null) emptyMap() else memory.read(Key.told).orEmpty() }
        return RegisterSessionInput(
            deviceId = memory.read(Key.deviceId) ?: make(Key.deviceId),
            deviceName = said["deviceName"] ?: device.deviceName,
            deviceType = device.deviceType,
            platform = if ("platform" in said) said["platform"] else device.platform,
            appVersion = if ("appVersion" in said) said["appVersion"] else device.appVersion,
            locale = if ("locale" in said) said["locale"] else device.locale,
            pushToken = push["pushToken"],
            pushInstallationId = push["pushInstallationId"],
            deviceToken = memory.read(Key.deviceToken),
            refreshToken = continued?.refreshToken,
            attempt = attemptOf(identity),
        )
    }

    private suspend fun make(key: Key<String>): String = options.randomId().also { memory.write(key, it) }

    private suspend fun attemptOf(identity: Identity): String {
        val kept = memory.read(Key.attempt)
        val isOfThis = kept?.signedInAt == null || kept.signedInAt == identity.signedInAt
        if (kept?.userId == identity.userId && isOfThis) return kept.value
        val made = Attempt(identity.userId, options.randomId(), identity.signedInAt)
        memory.write(Key.attempt, made)
        return made.value
    }

    /** What is only for show stops nothing. */
    suspend fun describe(): DeviceDescription {
        val said = try {
            context.limits.within("describe", work = options.describe)
        } catch (error: CancellationException) {
            throw error
        } catch (_: Exception) {
            DeviceDescription("")
        }
        return said.copy(deviceName = said.deviceName.trim().take(LONGEST_NAME).ifEmpty { "Android device" })
    }

    private fun toldBy(input: RegisterSessionInput) = mapOf(
        "platform" to input.platform,
        "appVersion" to input.appVersion,
        "locale" to input.locale,
    ) + listOf("pushToken" to input.pushToken, "pushInstallationId" to input.pushInstallationId).filter { it.second != null }

    private fun keptSession(identity: Identity, session: Session, tokens: TokenResponse) = KeptSession(
        userId = identity.userId,
        sessionId = session.sessionId,
        signedInAt = identity.signedInAt,
        accessToken = tokens.accessToken,
        accessTokenEndsAt = tokens.endsAt(context.now()),
        refreshToken = tokens.refreshToken,
        accessTokenFrom = context.now(),
    )

    private suspend fun tooLate(tokens: TokenResponse): Refusal {
        leftovers.keepLeft(tokens.refreshToken)
        leftovers.settleLater()
        return refused(Reason.SIGN_IN_REQUIRED)
    }

    /** From here on no registration that has begun signs anybody in. */
    fun noteSignOut() {
        signOuts.incrementAndGet()
    }

    /** Leaves the session at hand behind: its tokens go to the server as soon as it can be reached. */
    suspend fun leave() {
        val session = memory.read(Key.session) ?: return
        // In this order: a process that stops in between loses no token.
        leftovers.keepLeft(session.refreshToken)
        memory.remove(Key.session)
        leftovers.settleLater()
    }

    /**
     * Whether a session was only replaced, and this installation has the one that followed: storage and ID token, both
     * read again, must name the same newer session; an ID token without one goes on with its attempt.
     */
    suspend fun continues(refusal: Refusal, sessionId: String?): Boolean {
        if (refusal.details.revokedReason != RevokedReason.REPLACED) return false
        // Once a registration at work is through.
        val (identity, kept) = context.inTurn { askAnew() to memory.read(Key.session) }
        if (identity != null && identity.sessionId == null) {
            open()
            return true
        }
        val next = identity?.sessionId
        return next != null && next != sessionId && next == kept?.sessionId
    }

    /** Null also where Firebase lets this user in no more: then nothing has followed. */
    private suspend fun askAnew(): Identity? = try {
        context.transports.identity(fresh = true)
    } catch (_: SignInLost) {
        null
    }
}

internal fun TokenResponse.endsAt(now: Long): Long = now + (expiresIn * 1000).toLong()
