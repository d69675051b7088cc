// Times as a person says them: calendar days in the person's zone, and never the future.
package com.devicesessions.ui

import androidx.compose.runtime.Composable
import androidx.compose.runtime.ProvidableCompositionLocal
import androidx.compose.runtime.staticCompositionLocalOf
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.format.DateTimeFormatter
import java.time.format.FormatStyle

/** The clock and the zone of the person. */
public val LocalSessionsClock: ProvidableCompositionLocal<Clock> = staticCompositionLocalOf { Clock.systemDefaultZone() }

/** The server notes activity at most once in five minutes. */
private val activeFor: Duration = Duration.ofMinutes(5)

internal class Times(private val clock: Clock, val now: Instant) {
    fun dayOf(time: Instant): LocalDate = time.atZone(clock.zone).toLocalDate()

    fun write(time: Instant, formatter: DateTimeFormatter): String = formatter.format(time.atZone(clock.zone))
}

/** What the server has noted has happened: a clock that is behind does not decide. */
@Composable
internal fun rememberTimes(noted: List<Instant>): Times {
    val clock = LocalSessionsClock.current
    return Times(clock, (noted + clock.instant()).max())
}

internal fun SessionsTexts.activity(lastActiveAt: Instant, isCurrentDevice: Boolean, times: Times): String {
    val isNow = isCurrentDevice || Duration.between(lastActiveAt, times.now) < activeFor
    return if (isNow) activeNow else active.fill("when" to relative(lastActiveAt, times))
}

internal fun SessionsTexts.relative(time: Instant, times: Times): String {
    val ago = Duration.between(time, times.now)
    val days = times.dayOf(times.now).toEpochDay() - times.dayOf(time).toEpochDay()
    return when {
        ago < Duration.ofMinutes(1) -> justNow
        ago < Duration.ofHours(1) -> minutesAgo.fill("count" to ago.toMinutes())
        days == 0L -> hoursAgo.fill("count" to ago.toHours())
        days == 1L -> yesterday
        else -> times.write(time, DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(locale))
    }
}

/** "12:01 PM" for today, with the date for any other day. */
internal fun SessionsTexts.exact(time: Instant, times: Times): String {
    val isToday = times.dayOf(time) == times.dayOf(times.now)
    val formatter = if (isToday) {
        DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
    } else {
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
    }
    return times.write(time, formatter.withLocale(locale))
}
