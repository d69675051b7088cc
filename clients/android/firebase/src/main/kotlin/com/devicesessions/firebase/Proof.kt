// A sign-in that proves who a person is, beside the one of the session: made with the app's own FirebaseAuth it would
// cost the ID token its `sid`.
package com.devicesessions.firebase

import com.google.firebase.FirebaseApp
import com.google.firebase.auth.FirebaseAuth
import kotlinx.coroutines.tasks.await

/**
 * The ID token of a sign-in that [signIn] makes with the FirebaseAuth that it is given; null where it makes none. Throws
 * what it throws, or an IOException. In a second app object: what was set on the first, such as an emulator, is to be set
 * again.
 */
public suspend fun FirebaseAuth.idTokenBeside(signIn: suspend (FirebaseAuth) -> Unit): String? {
    val name = "${app.name}-proof"
    val context = app.applicationContext
    val second = FirebaseApp.getApps(context).find { it.name == name } ?: FirebaseApp.initializeApp(context, app.options, name)
    val beside = FirebaseAuth.getInstance(second)
    return try {
        signIn(beside)
        beside.currentUser?.let { user -> translating { user.getIdToken(false).await().token } }
    } finally {
        beside.signOut()
    }
}
