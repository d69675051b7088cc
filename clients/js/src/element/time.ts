// Times as a person says them, in the reader's language and time zone. A time ahead is the present: it
// comes from a clock that is wrong. A time that is none says nothing.

const dayMilliseconds = 86_400_000;

/** "5 minutes ago", "yesterday", "3 weeks ago"; the last minute is "now". Days are the calendar's. */
export function relativeTime(iso: string, locale: string, now: number): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return '';
  const minutes = Math.max(0, Math.floor((now - time) / 60_000));
  const format = (value: number, unit: Intl.RelativeTimeFormatUnit) =>
    // Seven to thirteen days are a week, and not always in the last one.
    new Intl.RelativeTimeFormat(locale, { numeric: unit === 'week' ? 'always' : 'auto' }).format(
      -value,
      unit,
    );
  if (minutes < 1) return format(0, 'second');
  if (minutes < 60) return format(minutes, 'minute');
  if (minutes < 1440) return format(Math.floor(minutes / 60), 'hour');
  const [then, today] = [new Date(time), new Date(now)];
  const days = Math.round((midnight(now) - midnight(time)) / dayMilliseconds);
  if (days < 7) return format(days, 'day');
  if (days < 30) return format(Math.floor(days / 7), 'week');
  const years = today.getFullYear() - then.getFullYear();
  const months = years * 12 + today.getMonth() - then.getMonth();
  return months < 12 ? format(months, 'month') : format(years, 'year');
}

function midnight(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

/** "November 25, 2026 at 3:40 PM". */
export function exactTime(iso: string, locale: string): string {
  return formatted(Date.parse(iso), locale, { dateStyle: 'long', timeStyle: 'short' });
}

/** "12:01" for today, with the date for any other day. */
export function shortTime(iso: string | number, locale: string, now: number): string {
  const time = new Date(iso).getTime();
  const isToday = midnight(time) === midnight(now);
  return formatted(time, locale, isToday ? {} : { dateStyle: 'medium' });
}

function formatted(time: number, locale: string, style: Intl.DateTimeFormatOptions): string {
  if (Number.isNaN(time)) return '';
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', ...style }).format(time);
}

/** The server notes activity at most once in five minutes. */
const activeMilliseconds = 5 * 60_000;

export function isActiveNow(iso: string, now: number): boolean {
  return now - Date.parse(iso) < activeMilliseconds;
}
