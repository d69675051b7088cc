// What Firebase throws, in the words of the core: an app that catches what the client says it throws has caught all.
package com.devicesessions.firebase

import com.devicesessions.CallFailed
import com.devicesessions.SignInLost
import com.google.firebase.FirebaseException
import com.google.firebase.auth.FirebaseAuthException
import com.google.firebase.auth.FirebaseAuthInvalidUserException
import com.google.firebase.functions.FirebaseFunctionsException
import java.io.IOException

internal suspend fun <T> translating(work: suspend () -> T): T = try {
    work()
} catch (error: FirebaseException) {
    throw translatedError(error)
}

internal fun translatedError(error: FirebaseException): Exception = when (error) {
    is FirebaseFunctionsException -> CallFailed("functions/${wordOf(error.code.name)}", error.details?.let(::toJson), error)
    is FirebaseAuthInvalidUserException -> SignInLost(error)
    is FirebaseAuthException -> CallFailed("auth/${wordOf(error.errorCode.removePrefix("ERROR_"))}", cause = error)
    // No network, too many requests, Play services that do not answer.
    else -> IOException(error)
}

private fun wordOf(name: String): String = name.lowercase().replace('_', '-')
