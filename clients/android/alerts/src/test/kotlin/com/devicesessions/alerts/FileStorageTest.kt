package com.devicesessions.alerts

import android.app.Application
import kotlinx.coroutines.runBlocking
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import java.io.File
import java.io.IOException
import java.security.KeyStoreException
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], manifest = Config.NONE)
class FileStorageTest {
    private val app: Application = RuntimeEnvironment.getApplication()
    private val file = File(app.noBackupFilesDir, "device-sessions")
    private var key: () -> SecretKey = { SecretKeySpec(ByteArray(16) { 7 }, "AES") }
    private val sealer = Sealer { key() }

    @Test
    fun `keeps texts across processes, sealed, where backups do not go`() = runBlocking {
        FileStorage(app, sealer).write("deviceToken", "secret-token")
        assertEquals("secret-token", FileStorage(app, sealer).read("deviceToken"))
        assertFalse("secret" in file.readText())
        assertTrue(file.path.contains("no_backup"))
        FileStorage(app, sealer).write("deviceToken", null)
        assertNull(FileStorage(app, sealer).read("deviceToken"))
    }

    @Test
    fun `reads what was kept before there was a key`() = runBlocking {
        FileStorage(app, sealer = null).write("deviceId", "id")
        assertEquals("id", FileStorage(app, sealer).read("deviceId"))
    }

    @Test
    fun `a Keystore that does not answer loses nothing and writes over nothing`() = runBlocking {
        FileStorage(app, sealer).write("deviceToken", "t")
        val good = key
        for (error in listOf(ProviderException("locked"), KeyStoreException("locked"))) {
            key = { throw error }
            assertFailsWith<IOException> { FileStorage(app, sealer).read("deviceToken") }
            assertFailsWith<IOException> { FileStorage(app, sealer).write("deviceToken", "other") }
        }
        key = good
        assertEquals("t", FileStorage(app, sealer).read("deviceToken"))
    }

    @Test
    fun `what no key opens, or was half written, is as good as none`() = runBlocking {
        for (damage in listOf<() -> Unit>(
            { key = { SecretKeySpec(ByteArray(16) { 9 }, "AES") } },
            { key = { throw UnrecoverableKeyException("gone") } },
            { file.writeText(file.readText().dropLast(9)) },
            { file.writeText("p{\"deviceTo") },
            { file.writeText("") },
            { file.writeText("s???") },
        )) {
            key = { SecretKeySpec(ByteArray(16) { 7 }, "AES") }
            FileStorage(app, sealer).write("deviceToken", "t")
            damage()
            assertNull(FileStorage(app, sealer).read("deviceToken"))
            key = { SecretKeySpec(ByteArray(16) { 7 }, "AES") }
            FileStorage(app, sealer).write("deviceToken", "new")
            assertEquals("new", FileStorage(app, sealer).read("deviceToken"))
        }
    }

    @Test
    fun `names the model, not what its owner called it`() {
        val device = describeDevice(app)
        assertTrue(device.deviceName.isNotBlank())
        assertEquals("Android 14", device.platform)
    }
}
