// A param of the deployment, and how its text is read: exactly what is documented is accepted, and
// everything else is refused with a sentence. Nothing falls back to 0 or "off".

/** What the text of a param may say. */
export interface Kind<Value> {
  /** As what the Firebase CLI declares it. */
  type: 'string' | 'int' | 'boolean';
  /** Completes the sentence "… must be". */
  allowed: string;
  /** The value, or undefined for a text that is not allowed. */
  parse(text: string): Value | undefined;
  /** What the CLI's prompt accepts. The prompt knows no ranges: those are checked by `parse`. */
  pattern?: RegExp;
}

/** One row of the table of params. */
export interface Param<Value = unknown> extends Kind<Value> {
  name: string;
  /** As it stands in functions/.env; also the value where nothing is set. */
  default: string;
  /** What the CLI's prompt calls it. */
  label: string;
  /** One sentence for the CLI's prompt. */
  description: string;
}

export type Environment = Record<string, string | undefined>;

/** The value of each param, by the name of its row. */
export type Values<Params> = {
  readonly [Name in keyof Params]: Params[Name] extends Param<infer Value> ? Value : never;
};

/** The value of a param. Throws a TypeError that names the param, its text and what is allowed. */
export function readParam<Value>(param: Param<Value>, environment: Environment): Value {
  const text = environment[param.name] ?? param.default;
  const value = param.parse(text);
  if (value === undefined) throw new TypeError(refusalOf(param, text));
  return value;
}

/** Throws one TypeError with a line for each param whose text is not allowed. */
export function checkParams(params: Record<string, Param>, environment: Environment): void {
  const refusals = Object.values(params).flatMap((param) => {
    const text = environment[param.name] ?? param.default;
    return param.parse(text) === undefined ? [refusalOf(param, text)] : [];
  });
  if (refusals.length > 0) throw new TypeError(refusals.join('\n'));
}

function refusalOf({ name, allowed }: Param, text: string): string {
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return `${name} is ${JSON.stringify(shown)}, but must be ${allowed}.`;
}
