// The kinds of params: numbers, switches, texts, lists of names, times.
import type { Kind } from './param.ts';

/** Digits and nothing else: no sign, no fraction, no unit, no exponent, no leading zero. */
export function wholeNumber(least: number, most: number): Kind<number> {
  const pattern = /^(0|[1-9][0-9]{0,8})$/;
  return {
    type: 'int',
    allowed: `a whole number from ${least} to ${most}, in digits`,
    pattern,
    parse(text) {
      const value = Number(text);
      return pattern.test(text) && value >= least && value <= most ? value : undefined;
    },
  };
}

const switches: Record<string, boolean> = {
  ...{ true: true, yes: true, on: true, y: true, 1: true },
  ...{ false: false, no: false, off: false, n: false, 0: false },
};

/** A switch in any usual spelling. */
export const flag: Kind<boolean> = {
  type: 'boolean',
  allowed: 'true or false (also yes or no, on or off, 1 or 0, in upper or lower case)',
  parse: (text) => {
    const word = text.toLowerCase();
    return Object.hasOwn(switches, word) ? switches[word] : undefined;
  },
};

/** A text of this form. */
export function textOf(pattern: RegExp, allowed: string): Kind<string> {
  return {
    type: 'string',
    allowed,
    pattern,
    parse: (text) => (pattern.test(text) ? text : undefined),
  };
}

/** A text, or nothing, where `parse` says more than a pattern can. */
export function optionalText<Value>(
  allowed: string,
  parse: (text: string) => Value | undefined,
): Kind<Value | null> {
  return {
    type: 'string',
    allowed: `empty or ${allowed}`,
    parse: (text) => (text === '' ? null : parse(text)),
  };
}

/** Names separated by commas, each at most once; empty for none. Spaces around a name do not count. */
export function namesOf<Name extends string>(
  allowed: string,
  isName: (name: string) => name is Name,
): Kind<Name[]> {
  return {
    type: 'string',
    allowed: `empty or ${allowed}`,
    parse(text) {
      if (text === '') return [];
      const names = text.split(',').map((name) => name.trim());
      return names.every(isName) && new Set(names).size === names.length ? names : undefined;
    },
  };
}

/** One of these words. */
export function oneOf<Word extends string>(...words: Word[]): Kind<Word> {
  return {
    type: 'string',
    allowed: words.join(' or '),
    pattern: new RegExp(`^(${words.join('|')})$`),
    parse: (text) => words.find((word) => word === text),
  };
}

/** A time with its zone, as RFC 3339 writes it. */
export const optionalTime = optionalText('a time such as 2026-12-01T08:00:00Z', (text) => {
  const match = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  // Date takes 30 February for a day in March.
  const day = match && new Date(`${match[1]}T00:00:00Z`);
  if (!day || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(match[1]!)) {
    return undefined;
  }
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
});
