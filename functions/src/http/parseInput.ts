// Turns what a client sent into what an operation takes, or says which field is wrong.
import type { GenericSchema, InferOutput } from 'valibot';
import { getDotPath, safeParse } from 'valibot';
import { SessionError } from '../errors.ts';

/** Throws invalid_input with the field's name; a message never repeats the value. */
export function parseInput<Schema extends GenericSchema>(
  schema: Schema,
  input: unknown,
): InferOutput<Schema> {
  const parsed = safeParse(schema, input ?? {}, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = getDotPath(issue) ?? 'data';
  throw new SessionError('invalid_input', { field }, { message: `"${field}" ${fault(issue)}.` });
}

function fault(issue: { type: string; kind: string; expected: string | null; received: string }): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'is not a known field';
  if (issue.received === 'undefined') return 'is required';
  if (issue.kind === 'schema') return `must be ${issue.expected}`;
  return `is not valid (${issue.type.replaceAll('_', ' ')})`;
}
