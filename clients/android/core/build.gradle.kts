// The kit as a Gradle module: see sample/settings.gradle.kts. The tests run by Maven.
plugins {
    id("org.jetbrains.kotlin.jvm")
    id("org.jetbrains.kotlin.plugin.serialization")
}

kotlin { jvmToolchain(17) }

sourceSets["test"].kotlin.setSrcDirs(emptyList<String>())

dependencies {
    api("org.jetbrains.kotlinx:kotlinx-coroutines-core:1.10.2")
    api("org.jetbrains.kotlinx:kotlinx-serialization-json:1.9.0")
    // For authorizeBy only.
    compileOnly("com.squareup.okhttp3:okhttp:5.3.2")
}
