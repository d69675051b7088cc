// A phone and a screen, as lines.
package com.devicesessions.ui

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.graphics.vector.PathBuilder
import androidx.compose.ui.graphics.vector.path
import androidx.compose.ui.unit.dp

private fun lines(name: String, draw: PathBuilder.() -> Unit): ImageVector =
    ImageVector.Builder(name, 24.dp, 24.dp, viewportWidth = 24f, viewportHeight = 24f)
        .path(
            stroke = SolidColor(Color.Black),
            strokeLineWidth = 1.6f,
            strokeLineCap = StrokeCap.Round,
            pathBuilder = draw,
        )
        .build()

private fun PathBuilder.roundedBox(left: Float, top: Float, right: Float, bottom: Float) {
    moveTo(left + 2f, top)
    horizontalLineTo(right - 2f)
    quadTo(right, top, right, top + 2f)
    verticalLineTo(bottom - 2f)
    quadTo(right, bottom, right - 2f, bottom)
    horizontalLineTo(left + 2f)
    quadTo(left, bottom, left, bottom - 2f)
    verticalLineTo(top + 2f)
    quadTo(left, top, left + 2f, top)
    close()
}

internal val PhoneIcon: ImageVector = lines("Phone") {
    roundedBox(6.5f, 2.5f, 17.5f, 21.5f)
    moveTo(10.5f, 18.5f)
    horizontalLineTo(13.5f)
}

internal val ScreenIcon: ImageVector = lines("Screen") {
    roundedBox(3f, 4f, 21f, 16.5f)
    moveTo(8f, 20f)
    horizontalLineTo(16f)
    moveTo(12f, 16.5f)
    verticalLineTo(20f)
}
