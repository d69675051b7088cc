// What a line of the Firebase CLI's log tells a developer; most tell nothing.
import { securityEventMessage } from '../../../functions/src/store/loggingSessions.ts';

/** A security event, as the functions log it: ids and words of the product only. */
export interface LoggedEvent {
  kind: 'event';
  event: string;
  userId: string;
  tenantId: string | null;
  sessionId: string;
  actorSessionId: string | null;
  revokedReason: string | null;
}

export type LogLine =
  | LoggedEvent
  /** What a function, or the CLI, wants to be read. */
  | { kind: 'message'; text: string };

/** null for what nobody needs to read. */
export function parseLogLine(line: string): LogLine | null {
  const [, level, text] = /^\[(\w+)\] (?!\[)(.*)$/.exec(line) ?? [];
  if (level === undefined || text === undefined) return null;
  // Behind each entry the CLI repeats it as JSON.
  const entry = text.replace(/ \{"(?:metadata|user)":.*$/, '').trim();
  if (entry.startsWith('>')) return parseOutput(entry.replace(/^> +/, ''));
  const isLoud = level === 'error' || level === 'warn';
  return isLoud && !isNoise(entry) ? { kind: 'message', text: withoutSign(entry) } : null;
}

/** What a function has written: the structured log, or plain text. */
function parseOutput(text: string): LogLine | null {
  const fields = parseJson(text);
  if (!fields) return isNoise(text) ? null : { kind: 'message', text };
  if (fields['message'] === securityEventMessage)
    return { ...(fields as unknown as LoggedEvent), kind: 'event' };
  const { severity, message } = fields;
  const isLoud = severity === 'WARNING' || severity === 'ERROR';
  return isLoud && typeof message === 'string' && !isNoise(message)
    ? { kind: 'message', text: message.split('\n', 1)[0] ?? '' }
    : null;
}

function parseJson(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Of the emulators, of Node and of Google's libraries: nothing that a developer could change. */
const noise = [
  /^\(node:\d+\)/,
  /^\(Use `node --trace-/,
  /Env variable override detected/,
  /Snapshot has no readTime/,
  /It looks like you're trying to access functions\.config/,
  // It says so itself, in a line of its own.
  /^login alerted to no device$/,
];

function isNoise(text: string): boolean {
  return text === '' || noise.some((pattern) => pattern.test(text));
}

function withoutSign(text: string): string {
  return text.replace(/^[^\p{L}\p{N}]+/u, '');
}
