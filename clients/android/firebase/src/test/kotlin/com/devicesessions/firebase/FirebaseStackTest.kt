// The story on the emulators, with Firebase's own Android code: npm run test:android -- --stack.
package com.devicesessions.firebase

import com.devicesessions.PushOutcome
import com.devicesessions.Reason
import com.devicesessions.Refusal
import com.devicesessions.RevokedReason
import com.devicesessions.SessionState
import com.google.firebase.functions.FirebaseFunctionsException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.tasks.await
import kotlinx.coroutines.test.resetMain
import kotlinx.coroutines.test.setMain
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable
import java.util.concurrent.Executor
import javax.swing.SwingUtilities
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertSame
import kotlin.test.assertTrue

private const val PASSWORD = "correct horse"

@EnabledIfEnvironmentVariable(named = "FUNCTIONS_EMULATOR_HOST", matches = ".+")
@OptIn(ExperimentalCoroutinesApi::class)
class FirebaseStackTest {
    private val email = "kotlin-${System.nanoTime()}@example.com"

    @BeforeEach
    fun start() {
        // What the SDK takes for Android's main thread on the JVM.
        Dispatchers.setMain(Executor { SwingUtilities.invokeLater(it) }.asCoroutineDispatcher())
        Emulators.start()
    }

    @AfterEach
    fun stop() = Dispatchers.resetMain()

    /** The trigger sends it. */
    private suspend fun pushTo(pushToken: String, action: String): Map<String, String> = withTimeout(180_000) {
        while (true) {
            Emulators.pushesTo(pushToken).find { it["action"] == action }?.let { return@withTimeout it }
            delay(300)
        }
        @Suppress("UNREACHABLE_CODE")
        error("unreachable")
    }

    @Test
    fun `two phones, an alert, a No, and the end of the thief's session`() = runBlocking {
        val phone = Emulators.phone("Pixel 8")
        phone.auth.createUserWithEmailAndPassword(email, PASSWORD).await()
        val own = phone.client.start { pushToken = "push-$email" }.session
        assertEquals(own.sessionId, phone.transports.identity()?.sessionId)
        val first = phone.client.accessToken()
        assertNotEquals(first, phone.client.accessToken(refused = first))

        val thief = Emulators.phone("Galaxy S24")
        thief.auth.signInWithEmailAndPassword(email, PASSWORD).await()
        val theirs = thief.client.start { pushToken = "thief-$email" }.session
        val theirToken = thief.client.accessToken()
        assertEquals(Reason.SESSION_UNCONFIRMED, assertFailsWith<Refusal> { thief.client.revoke(own.sessionId) }.reason)

        val waiting = assertNotNull(
            thief.client.waitForConfirmation(assertFailsWith<FirebaseFunctionsException> { thief.callRaw("revokeOtherSessions") }),
        )
        assertSame(waiting, thief.client.waiting.value)
        val proof = thief.auth.idTokenBeside {
            Emulators.use(it)
            it.signInWithEmailAndPassword(email, PASSWORD).await()
        }
        assertEquals(theirs.sessionId, thief.transports.identity()?.sessionId)
        // A password is no proof.
        assertFalse(waiting.prove(assertNotNull(proof)))

        val alert = pushTo("push-$email", "login_alert")
        assertEquals(theirs.sessionId, alert["sessionId"])
        assertEquals(PushOutcome.CHANGED, phone.client.handlePush(alert))
        assertEquals(PushOutcome.IGNORED, phone.client.handlePush(alert))
        assertEquals(listOf(true, false), phone.client.list().map { it.isCurrentDevice })
        assertTrue(phone.client.answerAlert(alert.getValue("answerToken"), wasMe = false).revoked)

        val refusal = assertFailsWith<Refusal> { thief.client.accessToken(refused = theirToken) }
        assertEquals(Reason.SESSION_REVOKED to RevokedReason.DENIED, refusal.reason to refusal.details.revokedReason)
        assertTrue(thief.ended.single().wipe)
        assertFalse(waiting.done())
        assertIs<SessionState.Ended>(thief.client.state.value)
        assertNull(thief.auth.currentUser)
        val logout = pushTo("thief-$email", "force_logout")
        assertEquals(PushOutcome.ENDED, thief.client.handlePush(logout))
        val closed = phone.client.list(includeEnded = true).single { it.sessionId == theirs.sessionId }
        assertEquals(RevokedReason.DENIED, closed.revokedReason)
        assertNotEquals(null, closed.logoutConfirmedAt)

        phone.client.signOut()
        assertNull(phone.auth.currentUser)
        assertEquals(SessionState.SignedOut, phone.client.state.value)
        assertEquals(emptyList(), phone.ended)
    }
}
