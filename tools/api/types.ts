// The TypeScript types of docs/api.json. It reads what these schemas use of JSON Schema, and throws at
// anything else, so nothing is left out unseen.
import { join } from 'node:path';
import { formatted } from '../checks/formatted.ts';
import { root } from '../process/paths.ts';
import type { Api, ApiFunction, JsonSchema } from './document.ts';

export const typesFile = join(root, 'clients', 'js', 'src', 'core', 'contract.ts');

/** The text of that module. */
export async function typesText(api: Api): Promise<string> {
  const { functions, pushes, metadata, $defs } = api;
  const namesOf = (kind: ApiFunction['kind']) =>
    unionOf(Object.keys(functions).filter((name) => functions[name]?.kind === kind));
  const eachFunction = (pick: (described: ApiFunction) => JsonSchema | null) =>
    Object.entries(functions).map(([name, described]) => `${name}: ${typeOf(pick(described))};`);
  const parts = [
    '// The contract of docs/api.json as types. Written by `npm run api`, from the schemas of the code.',
    ...Object.entries($defs).map(([name, schema]) => declaration(name, schema)),
    `/** The callables, before any prefix of a deployment. */
    export type CallableName = ${namesOf('callable')};`,
    `/** The HTTPS endpoints that a client calls, before any prefix of a deployment. */
    export type EndpointName = ${namesOf('endpoint')};`,
    'export type FunctionName = CallableName | EndpointName;',
    `/** What each function takes. */
    export interface Inputs { ${eachFunction(({ input }) => input).join('\n')} }`,
    `/** What each function answers; null is an empty body. */
    export interface Answers { ${eachFunction(({ answer }) => answer).join('\n')} }`,
    `/** The data of each push, by its \`action\`. */
    export interface Pushes { ${fieldsOf(pushes).join('\n')} }`,
    `/** RFC 8414 §2. */
    ${declaration('ServerMetadata', metadata)}`,
  ];
  return formatted(typesFile, parts.join('\n\n'));
}

function declaration(name: string, schema: JsonSchema): string {
  const type = typeOf(schema);
  const declared = schema.properties ? `interface ${name} ${type}` : `type ${name} = ${type};`;
  return `${commentOf(schema)}export ${declared}`;
}

function commentOf({ description }: JsonSchema): string {
  return description === undefined ? '' : `/** ${description} */\n`;
}

function typeOf(schema: JsonSchema | null): string {
  if (schema === null) return 'null';
  const { $ref, const: literal, enum: literals, anyOf, type, items, properties } = schema;
  if ($ref !== undefined) return $ref.replace('#/$defs/', '');
  if (literal !== undefined) return JSON.stringify(literal);
  if (literals) return unionOf(literals);
  if (anyOf) return anyOf.map(typeOf).join(' | ');
  if (type === 'array' && items) return `(${typeOf(items)})[]`;
  if (type === 'object' && properties) return objectOf(properties, schema.required);
  if (type !== undefined && ['string', 'number', 'boolean', 'null'].includes(type)) return type;
  throw new TypeError(`No type is known for ${JSON.stringify(schema)}`);
}

function objectOf(properties: Record<string, JsonSchema>, required?: string[]): string {
  const fields = fieldsOf(properties, required);
  return fields.length === 0 ? 'Record<string, never>' : `{ ${fields.join('\n')} }`;
}

/** All are required where it is not said which. */
function fieldsOf(
  properties: Record<string, JsonSchema>,
  required: string[] = Object.keys(properties),
): string[] {
  return Object.entries(properties).map(
    ([name, schema]) =>
      `${commentOf(schema)}${name}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`,
  );
}

function unionOf(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(' | ');
}
