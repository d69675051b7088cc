// Sessions as a table for a terminal.
import type { DeviceSession, DeviceSessionWithEnd } from '../../functions/src/admin.ts';

const header = ['session', 'device', 'type', 'place', 'last active', 'state', 'unusual'];

/** One line a session; a sentence where there are none. */
export function deviceTable(sessions: readonly (DeviceSession | DeviceSessionWithEnd)[]): string {
  if (sessions.length === 0) return 'No sessions.';
  return alignedTable([header, ...sessions.map(toRow)]);
}

function toRow(session: DeviceSession | DeviceSessionWithEnd): string[] {
  const { sessionId, deviceName, deviceType, location, lastActiveAt } = session;
  const time = `${lastActiveAt.slice(0, 16).replace('T', ' ')} UTC`;
  const cells = [sessionId, deviceName, deviceType, location ?? '', time, stateOf(session)];
  return [...cells, session.signals.join(' ')];
}

function stateOf(session: DeviceSession | DeviceSessionWithEnd): string {
  if ('revokedReason' in session && session.revokedReason !== null) {
    return `ended: ${session.revokedReason}`;
  }
  return session.confirmed ? 'confirmed' : 'unconfirmed';
}

/** The cells of a column as wide as the widest of them. */
function alignedTable(rows: readonly string[][]): string {
  const widths = header.map((_, column) =>
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
