package com.devicesessions.firebase

import com.devicesessions.PushAddress
import com.google.android.gms.tasks.Task
import com.google.android.gms.tasks.TaskCompletionSource
import com.google.android.gms.tasks.Tasks
import com.google.firebase.messaging.FirebaseMessaging
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Test
import java.io.IOException
import kotlin.test.assertEquals
import kotlin.test.assertNull

/** As an app with installation ids has it: no token is to be had. */
private class WithIds(private val registered: Task<Void>) : FirebaseMessaging() {
    override fun getToken(): Task<String> = Tasks.forException(IllegalStateException("disabled"))

    override fun register(): Task<Void> = registered
}

private class WithTokens(private val token: Task<String>) : FirebaseMessaging() {
    override fun getToken(): Task<String> = token

    override fun register(): Task<Void> = Tasks.forException(IllegalStateException("API disabled"))
}

class MessagingAddressTest {
    private suspend fun addressWith(messaging: FirebaseMessaging): PushAddress? {
        FirebaseMessaging.given = messaging
        return addressOf(messaging is WithIds) { "id1" }
    }

    @Test
    fun `is the token, or the id where ids stand in for tokens`() = runTest {
        assertEquals<PushAddress?>(PushAddress.Token("token1"), addressWith(WithTokens(Tasks.forResult("token1"))))
        assertEquals<PushAddress?>(PushAddress.InstallationId("id1"), addressWith(WithIds(Tasks.forResult(null))))
    }

    @Test
    fun `is none where messaging fails, or does not answer in time`() = runTest {
        assertNull(addressWith(WithTokens(Tasks.forException(IOException("SERVICE_NOT_AVAILABLE")))))
        assertNull(addressWith(WithTokens(TaskCompletionSource<String>().task)))
        // An id that could not be registered would be dead.
        assertNull(addressWith(WithIds(Tasks.forException(IOException("SERVICE_NOT_AVAILABLE")))))
    }
}
