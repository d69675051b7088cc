// JSON as anybody may send it, looked at before any code walks through it.
import { SessionError } from '../errors.ts';

/** The refusal of an input, with what of it is wrong; a message never repeats what was sent. */
export function invalidInput(message: string, field = 'body'): SessionError {
  return new SessionError('invalid_input', { field }, { message });
}

/** Lists are objects too; to a client they are simply not the input. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether objects and lists stand in each other at more than this many levels; text has none. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}

/**
 * Whether a key stands anywhere in it that firebase-functions does not take for a name: `@type`, which
 * it decodes, and `__proto__`, by which it sets the prototype of what it decodes. With `allowLongs`
 * a whole number as the SDKs of Android and iOS encode it is none. Its depth must be limited.
 */
export function hasReservedKey(value: unknown, allowLongs: boolean): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (allowLongs && isLong(value)) return false;
  return Object.entries(value).some(
    ([key, inner]) => key === '@type' || key === '__proto__' || hasReservedKey(inner, allowLongs),
  );
}

const longType = /^type\.googleapis\.com\/google\.protobuf\.U?Int64Value$/;

function isLong(value: object): boolean {
  const { '@type': type, value: digits } = value as Record<string, unknown>;
  return (
    Object.keys(value).length === 2 &&
    typeof type === 'string' &&
    longType.test(type) &&
    typeof digits === 'string' &&
    /^-?\d{1,20}$/.test(digits)
  );
}
