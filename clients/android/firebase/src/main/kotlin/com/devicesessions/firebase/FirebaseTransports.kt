// The Firebase Android SDK as transports: callables, endpoints, and who is signed in.
package com.devicesessions.firebase

import com.devicesessions.FunctionUrls
import com.devicesessions.HttpAnswer
import com.devicesessions.Identity
import com.devicesessions.Transports
import com.google.firebase.FirebaseException
import com.google.firebase.auth.FirebaseAuth
import com.google.firebase.auth.FirebaseUser
import com.google.firebase.functions.FirebaseFunctions
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.tasks.await
import kotlinx.serialization.json.JsonElement
import java.net.URL

/** Of an id of ours: 128 random bits in base64url. */
private val sessionIdPattern = Regex("[A-Za-z0-9_-]{22}")

/**
 * [endpoints]: where the HTTPS endpoints are, without a slash at the end, such as
 * `https://us-central1-<project>.cloudfunctions.net`.
 */
public class FirebaseTransports(
    private val auth: FirebaseAuth,
    private val functions: FirebaseFunctions,
    private val endpoints: String,
    private val http: Http = Http(),
) : Transports {
    private var found: FunctionUrls? = null

    /**
     * [issuer]: the `iss` of the access tokens, or a site that publishes the metadata; it says where all functions are.
     * [allowHttp]: for emulators that are not on this machine.
     */
    public constructor(
        auth: FirebaseAuth,
        functions: FirebaseFunctions,
        issuer: String,
        allowHttp: Boolean,
        http: Http = Http(),
    ) : this(auth, functions, issuer, http) {
        found = FunctionUrls(issuer, allowHttp, http::get)
    }

    override suspend fun call(functionName: String, data: JsonElement): JsonElement = translating {
        val callable = when (val urls = found) {
            null -> functions.getHttpsCallable(functionName)
            else -> functions.getHttpsCallableFromUrl(URL(urls.urlOf(functionName)))
        }
        toJson(callable.call(toPlain(data)).await().getData())
    }

    override suspend fun post(functionName: String, body: JsonElement): HttpAnswer =
        http.post(found?.urlOf(functionName) ?: "$endpoints/$functionName", body.toString())

    override suspend fun identity(fresh: Boolean): Identity? {
        val user = auth.currentUser ?: return null
        return translating { identityOf(user, fresh) }
    }

    /** Ours only with `device_id` beside it and in our shape: the server judges alike. */
    private suspend fun identityOf(user: FirebaseUser, fresh: Boolean): Identity {
        val claims = user.getIdToken(fresh).await().claims
        val sessionId = (claims["sid"] as? String)?.takeIf { sessionIdPattern.matches(it) && claims["device_id"] is String }
        return Identity(user.uid, sessionId, (claims["auth_time"] as? Number)?.toLong() ?: 0)
    }

    override val identityChanges: Flow<Unit>
        get() = callbackFlow {
            val listener = object : FirebaseAuth.AuthStateListener {
                override fun onAuthStateChanged(auth: FirebaseAuth) {
                    trySend(Unit)
                }
            }
            auth.addAuthStateListener(listener)
            awaitClose { auth.removeAuthStateListener(listener) }
        }

    override fun translated(error: Throwable): Throwable =
        if (error is FirebaseException) translatedError(error) else error

    override suspend fun signInWithCustomToken(customToken: String) {
        translating { auth.signInWithCustomToken(customToken).await() }
    }

    override suspend fun signOut(): Unit = auth.signOut()
}
