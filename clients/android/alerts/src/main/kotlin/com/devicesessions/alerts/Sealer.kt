// Seals a text with AES-GCM by a key that does not leave the Keystore.
package com.devicesessions.alerts

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.KeyStoreException
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import java.util.Base64
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

private const val KEYSTORE = "AndroidKeyStore"
private const val ALIAS = "device-sessions"
private const val TRANSFORMATION = "AES/GCM/NoPadding"
private const val IV_BYTES = 12
private const val TAG_BITS = 128

public class Sealer(private val key: () -> SecretKey) {
    /** Throws an IOException where the Keystore does not answer. */
    internal fun seal(text: String): String = answering {
        val cipher = Cipher.getInstance(TRANSFORMATION).apply { init(Cipher.ENCRYPT_MODE, key()) }
        Base64.getEncoder().encodeToString(cipher.iv + cipher.doFinal(text.toByteArray()))
    }

    /** Null where no key of this device opens it. Throws an IOException where the Keystore does not answer. */
    internal fun open(sealed: String): String? = try {
        answering {
            val bytes = Base64.getDecoder().decode(sealed)
            val cipher = Cipher.getInstance(TRANSFORMATION)
            cipher.init(Cipher.DECRYPT_MODE, key(), GCMParameterSpec(TAG_BITS, bytes, 0, IV_BYTES))
            String(cipher.doFinal(bytes, IV_BYTES, bytes.size - IV_BYTES))
        }
    } catch (_: IllegalArgumentException) {
        null
    }

    private fun <T> answering(work: () -> T): T = try {
        work()
    } catch (lost: GeneralSecurityException) {
        if (lost.saysLost) throw IllegalArgumentException(lost) else throw IOException(lost)
    } catch (error: ProviderException) {
        throw IOException(error)
    }

    private val GeneralSecurityException.saysLost: Boolean
        get() = this is AEADBadTagException || this is KeyPermanentlyInvalidatedException ||
            this is UnrecoverableKeyException
}

/** Null where this device has no Keystore. */
public fun keystoreSealer(): Sealer? = try {
    KeyStore.getInstance(KEYSTORE)
    Sealer(::keystoreKey)
} catch (_: KeyStoreException) {
    null
}

private fun keystoreKey(): SecretKey {
    val store = KeyStore.getInstance(KEYSTORE).apply { load(null) }
    (store.getKey(ALIAS, null) as? SecretKey)?.let { return it }
    val spec = KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
        .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
        .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
        .build()
    return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, KEYSTORE).apply { init(spec) }.generateKey()
}
