// How times and words of the contract are read. A word that is newer than this app is UNKNOWN, and no failure.
package com.devicesessions

import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.PrimitiveSerialDescriptor
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.json.JsonDecoder
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.doubleOrNull
import java.time.Instant

internal object InstantSerializer : KSerializer<Instant> {
    override val descriptor: SerialDescriptor = PrimitiveSerialDescriptor("Instant", PrimitiveKind.STRING)

    override fun deserialize(decoder: Decoder): Instant = Instant.parse(decoder.decodeString())

    override fun serialize(encoder: Encoder, value: Instant): Unit = encoder.encodeString(value.toString())
}

/** A text that looks like a number is none. */
internal object NumberSerializer : KSerializer<Double> {
    override val descriptor: SerialDescriptor = PrimitiveSerialDescriptor("Number", PrimitiveKind.DOUBLE)

    override fun deserialize(decoder: Decoder): Double {
        val value = (decoder as JsonDecoder).decodeJsonElement() as? JsonPrimitive
        return value?.takeUnless { it.isString }?.doubleOrNull ?: throw SerializationException("Not a number: $value")
    }

    override fun serialize(encoder: Encoder, value: Double): Unit = encoder.encodeDouble(value)
}

internal abstract class WireSerializer<E : Enum<E>>(
    name: String,
    private val entries: List<E>,
    private val unknown: E,
    private val wire: (E) -> String,
) : KSerializer<E> {
    override val descriptor: SerialDescriptor = PrimitiveSerialDescriptor(name, PrimitiveKind.STRING)

    override fun deserialize(decoder: Decoder): E =
        decoder.decodeString().let { word -> entries.find { wire(it) == word } ?: unknown }

    override fun serialize(encoder: Encoder, value: E): Unit = encoder.encodeString(wire(value))
}
