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

/** Throws one TypeError with a line for each param whose text is not allowed. */
export function readParams<Params extends Record<string, Param>>(
  params: Params,
  environment: Environment,
): Values<Params> {
  const refusals: string[] = [];
  const values = Object.entries(params).map(([key, param]) => {
    const text = environment[param.name] ?? param.default;
    const value = param.parse(text);
    if (value === undefined) refusals.push(refusalOf(param, text));
    return [key, value];
  });
  if (refusals.length > 0) throw new TypeError(refusals.join('\n'));
  return Object.fromEntries(values) as Values<Params>;
}

function refusalOf({ name, allowed }: Param, text: string): string {
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return `${name} is ${JSON.stringify(shown)}, but must be ${allowed}.`;
}
