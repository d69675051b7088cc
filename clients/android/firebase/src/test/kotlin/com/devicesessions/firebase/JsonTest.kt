package com.devicesessions.firebase

import kotlinx.serialization.json.Json
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals

class JsonTest {
    @Test
    fun `what goes out as plain values comes back as the same JSON`() {
        val text = """{"a":null,"b":[true,"true",{"c":"5"}],"d":600.0,"e":""}"""
        val element = Json.parseToJsonElement(text)
        assertEquals(element, toJson(toPlain(element)))
    }
}
