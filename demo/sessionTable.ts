// The screen "Active sessions" on a terminal.
import type { DeviceSession } from '../functions/src/domain/session.ts';

/** One line for each session, in the order given. */
export function sessionTable(sessions: readonly DeviceSession[]): string {
  const rows = sessions.map(({ deviceName, platform, location, confirmed, isCurrentDevice }) => [
    deviceName,
    platform ?? '',
    location ?? 'place unknown',
    isCurrentDevice ? 'this device' : confirmed ? '' : 'not confirmed yet',
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
