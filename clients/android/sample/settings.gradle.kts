// For an Android machine, as build.gradle.kts. The kit's modules are included from where they are.
pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
    plugins {
        id("com.android.application") version "8.13.0"
        id("com.android.library") version "8.13.0"
        id("org.jetbrains.kotlin.android") version "2.3.21"
        id("org.jetbrains.kotlin.jvm") version "2.3.21"
        id("org.jetbrains.kotlin.plugin.compose") version "2.3.21"
        id("org.jetbrains.kotlin.plugin.serialization") version "2.3.21"
    }
}

dependencyResolutionManagement {
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "device-sessions-sample"

for (module in listOf("core", "firebase", "alerts", "ui")) {
    // Apps have modules named core and ui of their own.
    include(":device-sessions-$module")
    project(":device-sessions-$module").projectDir = file("../$module")
}
