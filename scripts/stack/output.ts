// Which of the Firebase CLI's many lines a developer should see.
import { stripVTControlCharacters } from 'node:util';

/** What the CLI says when every emulator answers and every function is loaded. */
export function isReadyLine(line: string): boolean {
  return line.includes('All emulators ready!');
}

/** What the functions themselves say, warnings about them, and each reload; null for all else. */
export function toShownLine(line: string): string | null {
  const text = stripVTControlCharacters(line).trimEnd();
  if (/^> {2}/.test(text)) return isDebug(text.slice(3)) ? null : text;
  if (/^[⚠⬢]\s+functions/.test(text)) return text;
  return /^✔\s+functions: Loaded functions/.test(text) ? 'Functions reloaded.' : null;
}

/** Why the CLI gave up, if the line says so; else null. */
export function toFailure(line: string): string | null {
  const text = stripVTControlCharacters(line).trim();
  const match = /^(?:Error:|⬢\s+\S+:|⚠\s+\S+: Fatal error occurred:)\s*(.*)$/.exec(text);
  return match ? (match[1] ?? '') : null;
}

/** Whether a function's log line is a structured one (JSON, one line) of the lowest severity. */
function isDebug(text: string): boolean {
  return text.startsWith('{') && text.includes('"severity":"DEBUG"');
}
