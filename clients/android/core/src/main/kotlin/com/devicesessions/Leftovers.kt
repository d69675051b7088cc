// What the server still has to be told by tokens alone: sessions that were left while it could not be reached, and
// receipts of forced logouts. Told is what it has answered.
package com.devicesessions

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex

private const val KEPT_AT_MOST = 5

internal class Leftovers(private val context: Context) {
    private val memory get() = context.memory
    private val turns = Mutex()

    /** Keeps a refresh token until the session it belongs to has been ended by it. Never throws. */
    suspend fun keepLeft(refreshToken: String): Unit = keep(Key.left, refreshToken)

    /** Keeps a receipt until it has arrived. Never throws. */
    suspend fun keepReceipt(receiptToken: String): Unit = keep(Key.receipts, receiptToken)

    private suspend fun keep(key: Key<List<String>>, token: String) {
        try {
            memory.write(key, (memory.read(key).orEmpty() + token).takeLast(KEPT_AT_MOST))
        } catch (_: Refusal) {
            // What is kept cannot be read, so nothing is written over it.
            context.scope.launch { isTold(key, token) }
        }
    }

    /** Tells what is kept; goes on by itself. */
    fun settleLater() {
        context.scope.launch { settle() }
    }

    /** Never throws. */
    suspend fun settle() {
        try {
            context.inTurn(turns) { listOf(Key.left, Key.receipts).forEach { settle(it) } }
        } catch (_: Refusal) {
            // The next start tries again.
        }
    }

    private suspend fun settle(key: Key<List<String>>) {
        for (token in memory.read(key).orEmpty()) {
            if (!isTold(key, token)) return
            memory.write(key, memory.read(key).orEmpty() - token)
        }
    }

    private suspend fun isTold(key: Key<List<String>>, token: String): Boolean = try {
        if (key == Key.left) {
            context.post(FunctionName.REVOKE_TOKEN, toWire(RevokeTokenInput(token)), ::readNothing)
        } else {
            val input = toWire(ConfirmLogoutInput(token))
            context.post(FunctionName.CONFIRM_LOGOUT, input, reading(ConfirmLogoutAnswer.serializer()))
        }
        true
    } catch (error: CancellationException) {
        throw error
    } catch (error: Exception) {
        !isPassing(error)
    }

    /** Of an empty body. */
    private fun readNothing(body: String) {
        if (body.isNotBlank() && body != "null") throw NoAnswer("Not an empty answer")
    }
}
