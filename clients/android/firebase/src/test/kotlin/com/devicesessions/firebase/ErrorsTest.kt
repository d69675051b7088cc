package com.devicesessions.firebase

import com.devicesessions.CallFailed
import com.devicesessions.SignInLost
import com.google.firebase.FirebaseException
import com.google.firebase.FirebaseNetworkException
import com.google.firebase.FirebaseTooManyRequestsException
import com.google.firebase.auth.FirebaseAuthException
import com.google.firebase.auth.FirebaseAuthInvalidUserException
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test
import java.io.IOException
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs

class ErrorsTest {
    @Test
    fun `a sign-in that Firebase has ended is told from one that it could not be asked about`() {
        assertIs<SignInLost>(translatedError(FirebaseAuthInvalidUserException("ERROR_USER_DISABLED", "disabled")))
        assertIs<IOException>(translatedError(FirebaseNetworkException("no network")))
    }

    @Test
    fun `whatever else Firebase throws is an IOException to the app`() {
        val refused = FirebaseAuthException("ERROR_INVALID_CUSTOM_TOKEN", "not a token")
        assertEquals("auth/invalid-custom-token", assertIs<CallFailed>(translatedError(refused)).code)
        for (error in listOf(refused, FirebaseTooManyRequestsException("slowly"), FirebaseException("internal"))) {
            val thrown = assertFailsWith<IOException> { runBlocking { translating { throw error } } }
            assertEquals<Throwable?>(error, thrown.cause)
        }
    }
}
