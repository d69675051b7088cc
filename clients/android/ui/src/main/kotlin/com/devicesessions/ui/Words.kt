// Text that goes its own way: English words in a screen from right to left keep their punctuation, and so does the name
// of a device.
package com.devicesessions.ui

import androidx.compose.material3.LocalTextStyle
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.text.style.TextDirection
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.LayoutDirection

@Composable
internal fun Words(
    text: String,
    modifier: Modifier = Modifier,
    style: TextStyle = LocalTextStyle.current,
    color: Color = Color.Unspecified,
    align: TextAlign = screenStart(),
    maxLines: Int = Int.MAX_VALUE,
) {
    Text(
        text,
        modifier,
        color,
        textAlign = align,
        overflow = TextOverflow.Ellipsis,
        maxLines = maxLines,
        style = style.copy(textDirection = TextDirection.Content),
    )
}

/** Where the screen begins, whichever way the words go. */
@Composable
private fun screenStart(): TextAlign =
    if (LocalLayoutDirection.current == LayoutDirection.Rtl) TextAlign.Right else TextAlign.Left

/** Of a button that is as wide as its card. */
@Composable
internal fun WideLabel(text: String) {
    Words(text, align = TextAlign.Center)
}
