// The screen "Active sessions" on a terminal.
import type { DeviceSession } from '../../clients/js/src/core/index.ts';

/** One line for each session, in the order given. */
export function sessionTable(sessions: readonly DeviceSession[]): string {
  const rows = sessions.map((session) => [
    session.deviceName,
    session.platform ?? '',
    session.location ?? 'place unknown',
    stateOf(session),
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function stateOf(session: DeviceSession): string {
  if (session.revokedAt) {
    const endedAt = clockTime(session.revokedAt);
    return session.logoutConfirmedAt
      ? `signed out ${endedAt}, the phone confirmed ${clockTime(session.logoutConfirmedAt)}`
      : `signed out ${endedAt}, not yet confirmed; access refused since ${endedAt}`;
  }
  if (session.isCurrentDevice) return 'this device';
  return session.confirmed ? '' : 'not confirmed yet';
}

/** "12:01", by the clock on the wall. */
function clockTime(time: string): string {
  return new Date(time).toTimeString().slice(0, 5);
}
