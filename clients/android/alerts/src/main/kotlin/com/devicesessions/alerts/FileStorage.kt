// Where the client keeps its tokens on Android: one file in a folder that backups do not take, since a device token that
// is restored on another phone would name two.
package com.devicesessions.alerts

import android.content.Context
import android.util.AtomicFile
import com.devicesessions.Storage
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import org.json.JSONException
import org.json.JSONObject
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException

private const val PLAIN = 'p'
private const val SEALED = 's'

/** One for the process. [sealer]: seals the file by a key of the Keystore; null where the device has none. */
public class FileStorage(context: Context, private val sealer: Sealer? = keystoreSealer()) : Storage {
    private val file = AtomicFile(File(context.noBackupFilesDir, "device-sessions"))
    private val turns = Mutex()

    override suspend fun read(key: String): String? = withContext(Dispatchers.IO) {
        turns.withLock { kept().let { if (it.has(key)) it.getString(key) else null } }
    }

    override suspend fun write(key: String, value: String?): Unit = withContext(Dispatchers.IO) {
        turns.withLock {
            val all = kept().apply { if (value == null) remove(key) else put(key, value) }.toString()
            val text = if (sealer == null) PLAIN + all else SEALED + sealer.seal(all)
            val stream = file.startWrite()
            try {
                stream.write(text.toByteArray())
                file.finishWrite(stream)
            } catch (error: IOException) {
                file.failWrite(stream)
                throw error
            }
        }
    }

    /** What was half written, or sealed by a key that is gone, will never be read: it is as good as none. */
    private fun kept(): JSONObject {
        val text = try {
            String(file.readFully())
        } catch (_: FileNotFoundException) {
            return JSONObject()
        }
        val all = when (text.firstOrNull()) {
            PLAIN -> text.drop(1)
            SEALED -> (sealer ?: throw IOException("The Keystore does not answer")).open(text.drop(1))
            else -> null
        }
        return try {
            JSONObject(all ?: "{}")
        } catch (_: JSONException) {
            JSONObject()
        }
    }
}
