// Turns what a client sent into what an operation takes, or says which field is wrong.
import type { BaseIssue, GenericSchema, InferOutput } from 'valibot';
import { getDotPath, safeParse } from 'valibot';
import { invalidInput } from './untrustedJson.ts';

/** Throws invalid_input with the field's name; a message never repeats the value. */
export function parseInput<Schema extends GenericSchema>(
  schema: Schema,
  input: unknown,
): InferOutput<Schema> {
  // An array counts as an object to the schemas; to a client it is simply not the input.
  const value = Array.isArray(input) ? 'array' : (input ?? {});
  const parsed = safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = getDotPath(issue) ?? 'data';
  throw invalidInput(`"${field}" ${fault(issue)}.`, field);
}

function fault({ type, kind, expected, received, message }: BaseIssue<unknown>): string {
  if (type === 'strict_object' && expected === 'never') return 'is not a known field';
  if (received === 'undefined') return 'is required';
  return kind === 'schema' ? `must be ${expected}` : message;
}
