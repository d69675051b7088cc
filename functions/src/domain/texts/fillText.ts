// Puts values into a text.

/**
 * Replaces each `{name}` by its value, once: braces or `$` in a value are nothing but text.
 * A placeholder without a value is a programmer's mistake.
 */
export function fillText(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!Object.hasOwn(values, name)) throw new TypeError(`no value for {${name}}`);
    return String(values[name]);
  });
}
