// Edits of a JSON text that leave everything else as it is, comments included (the Firebase CLI allows
// comments in firestore.indexes.json, and writes some itself).
import ts from 'typescript';

export interface Insertion {
  at: number;
  text: string;
}

/** The value of a JSON text, comments allowed. Throws a TypeError for what is none. */
export function parseJson<Value>(text: string): Value {
  const result: { config?: unknown; error?: unknown } = ts.parseConfigFileTextToJson('', text);
  if (result.error || !result.config) throw notAnObject();
  return result.config as Value;
}

/** The value and the place of each part of a JSON object. Throws a TypeError for what is none. */
export class JsonText<Value> {
  readonly value: Value;
  readonly #root: ts.ObjectLiteralExpression;
  readonly #text: string;

  constructor(text: string) {
    const file = ts.parseJsonText('file.json', text);
    const root = file.statements[0]?.expression;
    const value = parseJson<Value>(text);
    if (!root || !ts.isObjectLiteralExpression(root)) throw notAnObject();
    this.value = value;
    this.#root = root;
    this.#text = text;
  }

  /** What appends these values to the list at this path, such as `['fieldOverrides', 2, 'indexes']`. */
  append(path: (string | number)[], values: unknown[]): Insertion[] {
    if (values.length === 0) return [];
    const list = this.#find(path);
    if (!list) {
      return this.#setIn(this.#root, String(path[0]), `[\n${indented(values, 4)}\n  ]`);
    }
    if (!ts.isArrayLiteralExpression(list)) throw new TypeError(`${path.join('.')} is not a list`);
    const last = list.elements.at(-1);
    const depth = path.length === 1 ? 4 : 8;
    if (last) {
      // A comment behind the last entry stays with it.
      const end = ts.getTrailingCommentRanges(this.#text, last.end)?.at(-1)?.end ?? last.end;
      const comma = list.elements.hasTrailingComma ? '' : ',';
      return [
        { at: last.end, text: comma },
        { at: end, text: `\n${indented(values, depth)}` },
      ];
    }
    const text = `\n${indented(values, depth)}\n${' '.repeat(depth - 2)}`;
    return [{ at: list.end - 1, text }];
  }

  /** What sets a property of the object at this path that has none of that name. */
  set(path: (string | number)[], name: string, value: unknown): Insertion[] {
    const object = this.#find(path);
    if (!object || !ts.isObjectLiteralExpression(object)) {
      throw new TypeError(`${path.join('.')} is not an object`);
    }
    return this.#setIn(object, name, JSON.stringify(value));
  }

  /** The text after these insertions. */
  with(insertions: Insertion[]): string {
    return insertions
      .toSorted((a, b) => a.at - b.at)
      .reduceRight(
        (text, { at, text: new_ }) => text.slice(0, at) + new_ + text.slice(at),
        this.#text,
      );
  }

  #setIn(object: ts.ObjectLiteralExpression, name: string, text: string): Insertion[] {
    const last = object.properties.at(-1);
    const isRoot = object === this.#root;
    const before = isRoot ? '\n  ' : ' ';
    const property = `${before}"${name}": ${text}`;
    if (last) return [{ at: last.end, text: `,${property}` }];
    return [{ at: object.end - 1, text: `${property}${isRoot ? '\n' : ' '}` }];
  }

  #find(path: (string | number)[]): ts.Expression | undefined {
    let node: ts.Expression | undefined = this.#root;
    for (const step of path) {
      if (!node) return undefined;
      if (typeof step === 'number') {
        node = ts.isArrayLiteralExpression(node) ? node.elements[step] : undefined;
      } else {
        node = ts.isObjectLiteralExpression(node) ? propertyOf(node, step) : undefined;
      }
    }
    return node;
  }
}

function propertyOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = object.properties.find(
    (one): one is ts.PropertyAssignment =>
      ts.isPropertyAssignment(one) && ts.isStringLiteral(one.name) && one.name.text === name,
  );
  return property?.initializer;
}

function indented(values: unknown[], depth: number): string {
  const space = ' '.repeat(depth);
  return values
    .map((value) => {
      const line = JSON.stringify(value);
      const text = line.length <= 90 ? spaced(value) : JSON.stringify(value, null, 2);
      return space + text.replaceAll('\n', `\n${space}`);
    })
    .join(',\n');
}

/** On one line, as Prettier writes it. */
function spaced(value: unknown): string {
  return JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ').replaceAll('[ ]', '[]');
}

function notAnObject(): TypeError {
  return new TypeError('it is not a JSON object');
}
