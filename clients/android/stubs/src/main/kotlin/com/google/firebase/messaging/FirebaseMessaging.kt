// The same of what an app asks; tests put what it answers.
package com.google.firebase.messaging

import com.google.android.gms.tasks.Task

public abstract class FirebaseMessaging {
    public abstract fun getToken(): Task<String>

    public abstract fun register(): Task<Void>

    public companion object {
        public var given: FirebaseMessaging? = null

        @JvmStatic
        public fun getInstance(): FirebaseMessaging = given ?: error("There is no messaging here.")
    }
}
