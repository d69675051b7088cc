// The contract for machines: every input, answer, refusal and push as JSON Schema (2020-12).
import { join } from 'node:path';
import { toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import {
  loginAlertActions,
  loginAlertCategories,
} from '../../functions/src/domain/push/loginAlert.ts';
import { root } from '../process/paths.ts';
import { answerParts, answers } from './answers.ts';
import { callableInputs, endpointInputs } from './inputs.ts';
import { metadata } from './metadata.ts';
import { pushes } from './pushes.ts';
import { describeReasons, refusalParts, refusals } from './refusals.ts';

export interface ApiFunction {
  kind: 'callable' | 'endpoint';
  input: JsonSchema;
  /** null: an empty body. */
  answer: JsonSchema | null;
  refusals: readonly string[];
}

export interface Api {
  title: string;
  functions: Record<string, ApiFunction>;
  reasons: Record<string, { code: string; status: number; oauthError: string }>;
  /** The buttons of a login alert: their ids, and the categories that an iOS app registers. */
  alertButtons: { actions: string[]; iosCategories: string[] };
  /** The data of each push, by its `action`. */
  pushes: Record<string, JsonSchema>;
  /** What GET metadata answers (RFC 8414). */
  metadata: JsonSchema;
  /** What has a name of its own. */
  $defs: Record<string, JsonSchema>;
}

/** As much of JSON Schema as is used here. */
export interface JsonSchema {
  $ref?: string;
  description?: string;
  type?: string;
  const?: string | boolean;
  enum?: string[];
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

const parts = { ...answerParts, ...refusalParts };

export function makeApi(): Api {
  const describe = (kind: ApiFunction['kind'], inputs: Record<string, GenericSchema>) =>
    Object.entries(inputs).map(([name, input]): [string, ApiFunction] => [
      name,
      { kind, input: schemaOf(input), answer: answerOf(name), refusals: refusalsOf(name) },
    ]);
  return {
    title: 'Device Sessions for Firebase',
    functions: Object.fromEntries([
      ...describe('callable', callableInputs),
      ...describe('endpoint', endpointInputs),
    ]),
    reasons: describeReasons(),
    alertButtons: {
      actions: Object.values(loginAlertActions),
      iosCategories: Object.values(loginAlertCategories),
    },
    pushes: Object.fromEntries(
      Object.entries(pushes).map(([action, data]) => [action, schemaOf(data)]),
    ),
    metadata: schemaOf(metadata),
    $defs: toJsonSchemaDefs(parts, options) as Record<string, JsonSchema>,
  };
}

export const apiFile = join(root, 'docs', 'api.json');

/** The text of that file. */
export function apiText(): string {
  return `${JSON.stringify(makeApi(), null, 2)}\n`;
}

/** What is sent, before the code cuts and cleans it. */
const options = { typeMode: 'input', errorMode: 'ignore' } as const;

function schemaOf(schema: GenericSchema): JsonSchema {
  const made = toJsonSchema(schema, { ...options, definitions: parts });
  const { $schema: _, $defs: __, ...rest } = made;
  return rest as JsonSchema;
}

function answerOf(name: string): JsonSchema | null {
  return name in answers ? schemaOf(answers[name as keyof typeof answers]) : null;
}

function refusalsOf(name: string): readonly string[] {
  return [...new Set(refusals[name as keyof typeof refusals])].toSorted();
}
