package com.devicesessions.alerts

import org.junit.Test
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** There is no aapt here: what it would check of the texts. */
class ResourcesTest {
    private fun textsOf(folder: String): Map<String, String> {
        val file = File("src/main/res/$folder/device_sessions.xml")
        val nodes = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).getElementsByTagName("string")
        return (0 until nodes.length).map { nodes.item(it) }
            .associate { it.attributes.getNamedItem("name").nodeValue to it.textContent }
    }

    @Test
    fun `each language has each text, and so has R`() {
        val english = textsOf("values")
        assertEquals(english.keys, textsOf("values-de").keys)
        val named = R.string::class.java.fields.map { it.name }.filter { it != "INSTANCE" }.toSet()
        assertEquals(english.keys, named)
        // An apostrophe must be escaped in a resource.
        for (text in english.values + textsOf("values-de").values) assertTrue(text.isNotBlank() && '\'' !in text)
    }
}
