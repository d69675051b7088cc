// The parameters of a POST, from a form (RFC 6749 appendix B) or a JSON object.
import type { Request } from 'firebase-functions/v2/https';
import { invalidInput, isDeeperThan, isJsonObject } from './untrustedJson.ts';

const maxBytes = 8192;
const maxDepth = 8;

/** Throws invalid_input for a body over 8 KB or eight levels, of another type, malformed, or with a form's parameter twice. */
export function parseParameters(request: Request): Record<string, unknown> {
  const raw = request.rawBody ?? Buffer.alloc(0);
  if (raw.length > maxBytes) throw invalidInput(`The body is larger than ${maxBytes} bytes.`);
  const text = raw.toString('utf8');
  const type = request.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return parseForm(text);
  if (type === 'application/json') return parseJson(text);
  throw invalidInput('The body must be application/x-www-form-urlencoded or application/json.');
}

/** The parameter as a non-empty string. Throws invalid_input with its name. */
export function requireParameter(parameters: Record<string, unknown>, name: string): string {
  const value = parameters[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalidInput(`"${name}" is required, as text.`, name);
}

/** The parameter as a boolean, which a form spells "true" or "false". Throws invalid_input with its name. */
export function requireFlag(parameters: Record<string, unknown>, name: string): boolean {
  const value = parameters[name];
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw invalidInput(`"${name}" is required, true or false.`, name);
}

function parseForm(text: string): Record<string, unknown> {
  const form = new URLSearchParams(text);
  const parameters = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of form) {
    if (name in parameters) throw invalidInput('A parameter is there twice.');
    parameters[name] = value;
  }
  return parameters;
}

function parseJson(text: string): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalidInput('The body is not JSON.');
  }
  if (!isJsonObject(body)) throw invalidInput('The body is not a JSON object.');
  if (isDeeperThan(body, maxDepth)) {
    throw invalidInput(`The body has more than ${maxDepth} levels.`);
  }
  return Object.assign(Object.create(null) as Record<string, unknown>, body);
}
