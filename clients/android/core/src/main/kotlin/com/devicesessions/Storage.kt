// Where the client keeps what must outlive the process. What cannot be read is not absent: it is `unavailable`.
package com.devicesessions

import kotlinx.coroutines.CancellationException
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.SerializationException
import kotlinx.serialization.builtins.ListSerializer
import kotlinx.serialization.builtins.MapSerializer
import kotlinx.serialization.builtins.nullable
import kotlinx.serialization.builtins.serializer
import java.util.concurrent.ConcurrentHashMap

/** Keeps a few texts, in a place that backups do not take. */
public interface Storage {
    /** Null where there is none. Throws where it cannot be read now; never answers null for that. */
    public suspend fun read(key: String): String?

    /** Null removes it. Throws where that failed. */
    public suspend fun write(key: String, value: String?)
}

/** For one process only: in tests. */
public class MemoryStorage : Storage {
    private val items = ConcurrentHashMap<String, String>()

    override suspend fun read(key: String): String? = items[key]

    override suspend fun write(key: String, value: String?) {
        if (value == null) items.remove(key) else items[key] = value
    }
}

/** A sign-in that is being registered: kept until it is answered, so that a repeat opens nothing new. */
@Serializable
internal data class Attempt(val userId: String, val value: String, val signedInAt: Long? = null)

/** The session of this installation, with its tokens. Times in milliseconds since 1970. */
@Serializable
internal data class KeptSession(
    val userId: String,
    val sessionId: String,
    val signedInAt: Long,
    val accessToken: String,
    val accessTokenEndsAt: Long,
    val refreshToken: String,
    /** A clock that is set back makes no token good for longer. */
    val accessTokenFrom: Long = 0,
)

/** How a session ended. */
@Serializable
internal data class EndNote(val sessionId: String, val reason: Reason, val revokedReason: RevokedReason?)

/** Something that is kept. `deviceId` and `deviceToken` outlive a sign-out. */
internal class Key<T : Any>(val name: String, val serializer: KSerializer<T>) {
    companion object {
        val deviceId = Key("deviceId", String.serializer())
        val deviceToken = Key("deviceToken", String.serializer())
        val attempt = Key("attempt", Attempt.serializer())
        val session = Key("session", KeptSession.serializer())

        /** What the server was last told of this device, so that only changes are sent. */
        val told = Key("told", MapSerializer(String.serializer(), String.serializer().nullable))

        /** How a session ended: whichever client notices it first, another of this storage tells it to its app by this. */
        val ended = Key("ended", EndNote.serializer())

        /** The session that was ended from elsewhere, and after which the app has deleted what it kept. */
        val wiped = Key("wiped", String.serializer())

        /** Refresh tokens of sessions that the person has left and the server was not told of. */
        val left = Key("left", ListSerializer(String.serializer()))

        /** Receipts of forced logouts that the server has not answered yet. */
        val receipts = Key("receipts", ListSerializer(String.serializer()))

        /** The pushes that were taken last: one may come twice, also to a process that was started for it. */
        val seen = Key("seen", ListSerializer(String.serializer()))
    }
}

/** How long a storage may take that has not answered before, in milliseconds. */
private const val SHORT_LIMIT = 500L

/** The typed view of a storage. What fails is tried once more; what cannot be written is held, until it can. */
internal class Memory(
    private val storage: Storage,
    private val prefix: String,
    private val limits: Limits,
) {
    /** What could not be written, and over which text: another client may have written since. */
    private val held = ConcurrentHashMap<String, Held>()
    private val texts = ConcurrentHashMap<String, Held>()

    @Volatile
    private var isHung = false

    private class Held(val text: String?, val over: Held? = null)

    /** Null where there is none, or it was half written. Throws a Refusal `unavailable` where nobody can tell. */
    suspend fun <T : Any> read(key: Key<T>): T? {
        val own = held[key.name]
        val text = try {
            readText(key.name)
        } catch (refusal: Refusal) {
            return (own ?: throw refusal).text?.let { decode(key, it) }
        }
        if (own != null && (own.over == null || own.over.text == text)) {
            writeText(key.name, own)
            return own.text?.let { decode(key, it) }
        }
        if (own != null) held.remove(key.name, own)
        texts[key.name] = Held(text)
        return text?.let { decode(key, it) }
    }

    /** Never throws. */
    suspend fun <T : Any> write(key: Key<T>, value: T?) {
        val before = held[key.name]
        val over = if (before == null) texts[key.name] else before.over
        val made = Held(value?.let { wireJson.encodeToString(key.serializer, it) }, over)
        held[key.name] = made
        writeText(key.name, made)
    }

    suspend fun remove(key: Key<*>): Unit = write(key, null)

    private suspend fun writeText(name: String, made: Held) {
        try {
            run { storage.write(prefix + name, made.text) }
            texts[name] = Held(made.text)
            held.remove(name, made)
        } catch (error: CancellationException) {
            throw error
        } catch (_: Exception) {
            // Held, and written at the next read.
        }
    }

    private suspend fun readText(name: String): String? = try {
        run { storage.read(prefix + name) }
    } catch (error: CancellationException) {
        throw error
    } catch (error: Exception) {
        throw refused(Reason.UNAVAILABLE, error)
    }

    private suspend fun <T> run(work: suspend () -> T): T {
        // Others need not wait as long for the same.
        val limit = if (isHung) SHORT_LIMIT else limits.milliseconds
        return try {
            limits.within("The storage", limit, work).also { isHung = false }
        } catch (error: CancellationException) {
            throw error
        } catch (error: Exception) {
            if (error.cause !is Late) return limits.within("The storage", limit, work)
            isHung = true
            throw error
        }
    }

    private fun <T : Any> decode(key: Key<T>, text: String): T? = try {
        wireJson.decodeFromString(key.serializer, text)
    } catch (_: SerializationException) {
        null
    }
}
