// Field masks of reads, which the engine applies to queries only.
import type { WireDocument, WireFields } from './wire.ts';

interface FieldMask {
  fieldPaths?: string[] | null;
}

/** The document with only the masked fields; the whole of it where there is no mask. */
export function applyFieldMask(
  document: WireDocument,
  mask: FieldMask | null | undefined,
): WireDocument {
  if (!mask) return document;
  const picked: WireFields = {};
  for (const path of mask.fieldPaths ?? []) {
    copyField(document.fields ?? {}, picked, parseFieldPath(path));
  }
  return { ...document, fields: picked };
}

function copyField(from: WireFields, to: WireFields, path: string[]): void {
  const [name, ...rest] = path;
  const value = name === undefined ? undefined : from[name];
  if (name === undefined || value === undefined) return;
  if (rest.length === 0) {
    to[name] = value;
  } else if (value.mapValue?.fields) {
    const target = to[name]?.mapValue?.fields ?? {};
    to[name] = { mapValue: { fields: target } };
    copyField(value.mapValue.fields, target, rest);
  }
}

/** `a.b` has two segments; one in backquotes may hold any character, escaped by a backslash. */
function parseFieldPath(path: string): string[] {
  const segments = path.match(/`(?:[^`\\]|\\.)*`|[^.`]+/g) ?? [];
  return segments.map((segment) =>
    segment.startsWith('`') ? segment.slice(1, -1).replace(/\\(.)/g, '$1') : segment,
  );
}
