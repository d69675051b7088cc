// The contract for machines: every input, answer, refusal and push as JSON Schema (2020-12).
import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import {
  loginAlertActions,
  loginAlertCategories,
} from '../../functions/src/domain/push/loginAlert.ts';
import { answers } from './answers.ts';
import { callableInputs, endpointInputs } from './inputs.ts';
import { pushes } from './pushes.ts';
import { describeReasons, refusals } from './refusals.ts';

export interface ApiFunction {
  kind: 'callable' | 'endpoint';
  input: object;
  /** null: an empty body. */
  answer: object | null;
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
}

export interface JsonSchema {
  properties?: Record<string, object>;
  [keyword: string]: unknown;
}

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
  };
}

/** The file's text. */
export function apiText(): string {
  return `${JSON.stringify(makeApi(), null, 2)}\n`;
}

/** What is sent, before the code cuts and cleans it. */
function schemaOf(schema: GenericSchema): JsonSchema {
  const made = toJsonSchema(schema, {
    typeMode: 'input',
    errorMode: 'ignore',
  });
  const { $schema: _, ...rest } = made as JsonSchema;
  return rest;
}

function answerOf(name: string): JsonSchema | null {
  return name in answers ? schemaOf(answers[name as keyof typeof answers]) : null;
}

function refusalsOf(name: string): readonly string[] {
  return [...new Set(refusals[name as keyof typeof refusals])].toSorted();
}
