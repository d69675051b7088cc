// The kit as a Gradle module: see sample/settings.gradle.kts. The tests run by Maven.
plugins {
    id("com.android.library")
    id("org.jetbrains.kotlin.android")
}

android {
    namespace = "com.devicesessions.alerts"
    compileSdk = 36
    defaultConfig { minSdk = 26 }
    sourceSets["main"].java.srcDir("src/main/kotlin")
    sourceSets["test"].java.setSrcDirs(emptyList<String>())
}

kotlin { jvmToolchain(17) }

dependencies {
    api(project(":device-sessions-core"))
    // The first with onRegistered is 25.1.
    api("com.google.firebase:firebase-messaging:25.1.3")
    implementation("androidx.core:core-ktx:1.13.1")
}
