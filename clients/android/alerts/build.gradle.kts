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
    implementation(platform("com.google.firebase:firebase-bom:34.6.0"))
    api("com.google.firebase:firebase-messaging")
    implementation("androidx.core:core-ktx:1.13.1")
}
