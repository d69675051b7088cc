// Edits of a JSON text that leave everything else as it is, comments included (the Firebase CLI allows
// comments in firestore.indexes.json, and writes some itself).
import { applyEdits, format, modify, parse, type JSONPath, type ParseError } from 'jsonc-parser';

/** The object that a JSON text holds, comments allowed. Throws a TypeError for what is none. */
export function parseJson<Value extends object>(text: string): Value {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('it is not a JSON object');
  }
  return value as Value;
}

/** The text with these values at the end of the list at this path, which is made where there is none. */
export function withAppended(text: string, path: JSONPath, values: readonly unknown[]): string {
  return values.reduce<string>((before, value) => withValue(before, [...path, -1], value), text);
}

/** The text with a value at this path, where none is yet. */
export function withValue(text: string, path: JSONPath, value: unknown): string {
  const [edit] = modify(text, path, value, {});
  if (!edit) return text;
  const [, needed = '', content = ''] = /^(,?)(.*)$/s.exec(edit.content)!;
  // A comma that is there already, and comments, which stay with the entry that they stand behind.
  const [, comma = '', comments = ''] = /^([ \t]*,)?((?:[ \t]*\/\*.*?\*\/)*(?:[ \t]*\/\/.*)?)/.exec(
    text.slice(edit.offset),
  )!;
  const [indent] = /[ \t]*(?=\S[^\n]*$)|$/.exec(text.slice(0, edit.offset))!;
  const insertion = comments === '' ? content : `\n${indent}${content}`;
  const offset = edit.offset + comma.length + comments.length;
  const edits = [
    { offset: edit.offset, length: 0, content: comma === '' ? needed : '' },
    { offset, length: 0, content: insertion },
  ];
  const result = edits.reduceRight((before, one) => applyEdits(before, [one]), text);
  // With the characters around it, so that brackets move away from it.
  const range = { offset: offset + edits[0]!.content.length - 1, length: insertion.length + 2 };
  return applyEdits(result, format(result, range, { insertSpaces: true, tabSize: 2 }));
}
