// What a push means to this device. A push is a hint, may come twice, and may be about an earlier session.
package com.devicesessions

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** ENDED: the session has ended; CHANGED: the list is not what it was; IGNORED: not for this session, or seen before. */
public enum class PushOutcome { ENDED, CHANGED, IGNORED }

private const val REMEMBERED = 20

internal class Pushes(
    private val context: Context,
    private val ending: Ending,
    private val changed: () -> Unit,
    /** Asks the server whether the session lives; throws its refusal where not, all being done. */
    private val askServer: suspend () -> Unit,
) {
    private val reading = Mutex()
    private val taken = mutableSetOf<String>()

    suspend fun handle(push: Push?): PushOutcome {
        if (push == null) return PushOutcome.IGNORED
        if (push is Push.ForceLogout) return onForceLogout(push)
        val receiver = push.receiverSessionId
        if (receiver != null && receiver != ownSessionId()) return PushOutcome.IGNORED
        if (isSeen(push.pushId)) return PushOutcome.IGNORED
        changed()
        return PushOutcome.CHANGED
    }

    /** Kept: Android may start a process for each of them. What cannot be read says nothing. */
    private suspend fun isSeen(pushId: String?): Boolean = reading.withLock {
        if (pushId == null) return false
        val isTaken = !taken.add(pushId)
        try {
            val seen = context.memory.read(Key.seen).orEmpty()
            if (pushId in seen) return true
            context.memory.write(Key.seen, (seen + pushId).takeLast(REMEMBERED))
        } catch (_: Refusal) {
            // Nothing is written over what could not be read.
        }
        isTaken
    }

    /** Another call may have noticed the end before: then only the receipt is left to send. */
    private suspend fun onForceLogout(push: Push.ForceLogout): PushOutcome {
        val outcome = if (push.sessionId == ownSessionId()) outcomeOfAsking() else PushOutcome.IGNORED
        val isSent = push.receiptToken != null && ending.sendReceipt(push.sessionId, push.receiptToken)
        return if (isSent) PushOutcome.ENDED else outcome
    }

    private suspend fun outcomeOfAsking(): PushOutcome = try {
        askServer()
        PushOutcome.IGNORED
    } catch (refusal: Refusal) {
        // An app that failed to wipe has to hear of it.
        if (refusal.saysSessionEnded && refusal.suppressed.isEmpty()) PushOutcome.ENDED else throw refusal
    }

    private suspend fun ownSessionId(): String? {
        // Without a network Firebase may not be able to say; what is kept is.
        val identity = try {
            context.transports.identity()
        } catch (error: CancellationException) {
            throw error
        } catch (_: Exception) {
            null
        }
        return identity?.sessionId ?: context.memory.read(Key.session)?.sessionId
    }
}
