// The Kotlin types of docs/api.json. It reads what these schemas use of JSON Schema, and throws at
// anything else, so nothing is left out unseen.
import { join } from 'node:path';
import { root } from '../process/paths.ts';
import type { Api, JsonSchema } from './document.ts';

export const kotlinFile = join(
  ...[root, 'clients', 'android', 'core', 'src', 'main', 'kotlin'],
  ...['com', 'devicesessions', 'Contract.kt'],
);

/** DeviceSession is what the screen shows of one: seven fields. */
const kotlinNames: Record<string, string> = { DeviceSession: 'Session' };

/** Its absent fields and its null ones differ, which no data class says: see DeviceChanges. */
const writtenByHand = 'updateSession';

/** The text of that file. */
export function kotlinText(api: Api): string {
  const types = kotlinTypes(api.$defs);
  for (const [name, schema] of Object.entries(api.$defs)) types.declare(nameOf(name), schema);
  for (const [name, { input, answer }] of Object.entries(api.functions)) {
    const title = upperFirst(name);
    if (name !== writtenByHand) types.declare(`${title}Input`, input);
    if (answer && !answer.$ref) types.declare(`${title}Answer`, answer);
  }
  const functionNames = Object.keys(api.functions).map(
    (name) => `    ${constantOf(name.replaceAll(/[A-Z]/g, '_$&'))}("${name}"),`,
  );
  return `// The contract of docs/api.json as types. Written by \`npm run api\`, from the schemas of the code.
package com.devicesessions

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import java.time.Instant

/** What a client calls, before any prefix of a deployment. */
public enum class FunctionName(public val wire: String) {
${functionNames.join('\n')}
}

${types.text()}`;
}

function kotlinTypes(definitions: Record<string, JsonSchema>) {
  const written: string[] = [];
  const literals: [string, JsonSchema][] = [];

  function typeOf(schema: JsonSchema, hint: string): string {
    const { $ref, const: literal, enum: words, anyOf, type, items } = schema;
    if ($ref !== undefined) return nameOf($ref.replace('#/$defs/', ''));
    if (anyOf) return nullable(anyOf, hint);
    if (typeof literal === 'boolean') return 'Boolean';
    if (typeof literal === 'string') return 'String';
    if (words) return enumName(schema, hint);
    if (type === 'array' && items) return `List<${typeOf(items, hint)}>`;
    if ((schema as { format?: string }).format === 'date-time') return 'Instant';
    if (type === 'string') return 'String';
    if (type === 'boolean') return 'Boolean';
    if (type === 'number') return 'Double';
    throw new TypeError(`No Kotlin type is known for ${JSON.stringify(schema)}`);
  }

  function nullable(anyOf: JsonSchema[], hint: string): string {
    const rest = anyOf.filter(({ type }) => type !== 'null');
    if (rest.length !== 1 || rest.length === anyOf.length) {
      throw new TypeError(`No Kotlin type is known for ${JSON.stringify(anyOf)}`);
    }
    return `${typeOf(rest[0]!, hint)}?`;
  }

  /** The same words have one name. */
  function enumName(schema: JsonSchema, hint: string): string {
    const isSame = (other: JsonSchema) => String(other.enum) === String(schema.enum);
    const defined = Object.entries(definitions).find(([, other]) => isSame(other));
    if (defined) return nameOf(defined[0]);
    if (!literals.some(([name]) => name === hint)) literals.push([hint, schema]);
    return hint;
  }

  function writeEnum(name: string, { description, enum: words = [] }: JsonSchema): void {
    written.push(
      `${commentOf(description, '')}@Serializable(with = ${name}.Serializer::class)
public enum class ${name}(public val wire: String) {
${words.map((word) => `    ${constantOf(word)}("${word}"),`).join('\n')}

    /** A word of a server that is newer than this app. */
    UNKNOWN(""),
    ;

    internal object Serializer : WireSerializer<${name}>("${name}", entries, UNKNOWN, { it.wire })
}`,
    );
  }

  function writeClass(name: string, { description, properties, required }: JsonSchema): void {
    if (!properties) throw new TypeError(`No Kotlin type is known for ${name}`);
    const fields = Object.entries(properties).map(([key, schema]) =>
      fieldOf(key, schema, { name, isOptional: !(required ?? []).includes(key) }),
    );
    const head = `${commentOf(description, '')}@Serializable\npublic `;
    written.push(
      fields.length === 0
        ? `${head}class ${name}`
        : `${head}data class ${name}(\n${fields.join('')})`,
    );
  }

  function fieldOf(
    key: string,
    schema: JsonSchema,
    { name, isOptional }: { name: string; isOptional: boolean },
  ): string {
    const property = key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const type = typeOf(schema, name + upperFirst(property));
    const lines = [
      commentOf(schema.description, '    '),
      property === key ? '' : `    @SerialName("${key}")\n`,
      serializerOf(type),
      `    public val ${property}: ${isOptional && !type.endsWith('?') ? `${type}?` : type}`,
      `${isOptional ? ' = null' : ''},\n`,
    ];
    return lines.join('');
  }

  return {
    declare: (name: string, schema: JsonSchema) =>
      schema.enum ? writeEnum(name, schema) : writeClass(name, schema),
    text() {
      for (const [name, schema] of literals) writeEnum(name, schema);
      return `${written.join('\n\n')}\n`;
    },
  };
}

/** Where the library has none, or takes a text for a number. */
function serializerOf(type: string): string {
  const names: Record<string, string> = {
    Instant: 'InstantSerializer',
    Double: 'NumberSerializer',
  };
  const name = names[type.replace('?', '')];
  return name === undefined ? '' : `    @Serializable(with = ${name}::class)\n`;
}

function nameOf(name: string): string {
  return kotlinNames[name] ?? name;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function constantOf(word: string): string {
  return word.toUpperCase().replaceAll('-', '_');
}

function commentOf(description: string | undefined, indent: string): string {
  return description === undefined ? '' : `${indent}/** ${description} */\n`;
}
