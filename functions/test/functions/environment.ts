// The environment that the deployed functions find: the params of functions/.env, and what a test adds.
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** The params as they are deployed. */
export const deployedParams: NodeJS.Dict<string> = parseEnv(
  readFileSync(new URL('../../.env', import.meta.url), 'utf8'),
);

/** Sets these variables for functions that run in this process; returns what puts all back. */
export function setEnvironment(variables: NodeJS.Dict<string>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
