// The kit as a Gradle module: see sample/settings.gradle.kts. The tests run by Maven.
plugins {
    id("com.android.library")
    id("org.jetbrains.kotlin.android")
}

android {
    namespace = "com.devicesessions.firebase"
    compileSdk = 36
    defaultConfig { minSdk = 26 }
    sourceSets["main"].java.srcDir("src/main/kotlin")
    sourceSets["test"].java.setSrcDirs(emptyList<String>())
}

kotlin { jvmToolchain(17) }

dependencies {
    api(project(":device-sessions-core"))
    implementation(platform("com.google.firebase:firebase-bom:34.6.0"))
    api("com.google.firebase:firebase-auth")
    api("com.google.firebase:firebase-functions")
    // For messagingAddress only.
    compileOnly("com.google.firebase:firebase-messaging:25.1.3")
    compileOnly("com.google.firebase:firebase-installations")
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-play-services:1.10.2")
}
