// Calls as the session at hand. If that has ended, the client ends too; if it was replaced, it goes on.
package com.devicesessions

import kotlinx.serialization.KSerializer
import kotlinx.serialization.json.JsonElement

internal class Asking(
    private val context: Context,
    private val registration: Registration,
    private val ending: Ending,
) {
    private val memory get() = context.memory

    suspend fun <A> ask(name: FunctionName, data: JsonElement, answer: KSerializer<A>): A =
        ask(name, data, answer, isAgain = false)

    private suspend fun <A> ask(name: FunctionName, data: JsonElement, answer: KSerializer<A>, isAgain: Boolean): A {
        var sessionId: String? = null
        try {
            sessionId = context.transports.identity()?.sessionId
            if (sessionId != null) ending.serve(sessionId)
            return callWithSession(name, data, answer)
        } catch (lost: SignInLost) {
            ending.notice()
            throw refused(Reason.SIGN_IN_REQUIRED, lost)
        } catch (refusal: Refusal) {
            val isFollowed = refusal.saysSessionEnded && !isAgain && registration.continues(refusal, sessionId)
            if (!isFollowed) {
                if (refusal.saysSessionEnded) ending.end(refusal, sessionId)
                if (refusal.reason == Reason.SIGN_IN_REQUIRED) ending.notice()
                throw refusal
            }
        }
        return ask(name, data, answer, isAgain = true)
    }

    /** A sign-in by the SDK, such as a reauthentication, costs the ID token its session: register it. */
    private suspend fun <A> callWithSession(name: FunctionName, data: JsonElement, answer: KSerializer<A>): A {
        try {
            return context.call(name, data, answer)
        } catch (refusal: Refusal) {
            if (refusal.reason != Reason.SESSION_REQUIRED) throw refusal
            registration.open()
            // Another call may have opened it.
            val sessionId = context.transports.identity()?.sessionId ?: throw refusal
            ending.serve(sessionId)
        }
        return context.call(name, data, answer)
    }

    suspend fun update(changes: DeviceChanges): UpdateSessionAnswer {
        val answer = ask(FunctionName.UPDATE_SESSION, toWire(changes.said), UpdateSessionAnswer.serializer())
        try {
            val before = memory.read(Key.told).orEmpty()
            val kept = if (changes.said.keys.any { it in pushKeys }) before - pushKeys else before
            val told = kept + (changes.said - "deviceName")
            // What does not reach is named again at the next start.
            memory.write(Key.told, if (answer.pushes == PushReach.OK) told else told - pushKeys)
        } catch (_: Refusal) {
            // What cannot be read is told once more, at the next start.
        }
        return answer
    }

    /** What the server was not told yet. The name is its owner's: it is never sent again by itself. */
    suspend fun changesFrom(changes: DeviceChanges): DeviceChanges {
        val told = memory.read(Key.told).orEmpty()
        val device = registration.describe()
        val known = mapOf("platform" to device.platform, "appVersion" to device.appVersion, "locale" to device.locale)
        return DeviceChanges().apply {
            said += (known + changes.said).filter { (key, value) -> key == "deviceName" || isNews(told, key, value) }
        }
    }

    /** Null takes the address away by whichever name. */
    private fun isNews(told: Map<String, String?>, key: String, value: String?): Boolean =
        if (value == null && key in pushKeys) pushKeys.any { told[it] != null } else told[key] != value
}
