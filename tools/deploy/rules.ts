// firestore.rules: which of our blocks a project's own rules lack, where they go, and which rules of
// the project would open what ours keep closed.

export interface RulesReport {
  /** The blocks of ours that are missing, as text to paste; empty where nothing is. */
  missing: string;
  /** The line of their file after which the blocks go; null where there is no such place. */
  afterLine: number | null;
  /** Rules that also hold for the collections of ours, which only the backend may write. */
  tooWide: { line: number; text: string }[];
}

const documents = /match\s+\/databases\/\{(\w+)\}\/documents\s*\{/;

/** What their rules lack of ours. Spaces and comments do not count. */
export function compareRules(theirs: string, ours: string): RulesReport {
  const inTheirs = documents.exec(withoutComments(theirs));
  const ownName = documents.exec(withoutComments(ours))?.[1] ?? 'database';
  const database = inTheirs?.[1] ?? ownName;
  const present = condensed(theirs);
  const blocks = blocksOf(ours).map((block) => block.replaceAll(`$(${ownName})`, `$(${database})`));
  const missing = blocks.filter((block) => !present.includes(condensed(block)));
  return {
    missing: missing.join('\n\n'),
    afterLine: inTheirs ? lineOf(theirs, inTheirs.index + inTheirs[0].length) : null,
    tooWide: tooWideIn(theirs, condensed(blocks.join('\n'))),
  };
}

/** The functions and matches directly inside our `match /databases/{database}/documents`. */
function blocksOf(rules: string): string[] {
  const start = documents.exec(rules);
  if (!start)
    throw new TypeError('firestore.rules has no match of /databases/{database}/documents');
  const blocks: string[] = [];
  let block: string[] = [];
  let depth = 0;
  for (const line of rules.slice(start.index + start[0].length).split('\n')) {
    if (depth === 0 && /^\s*\}/.test(line)) break;
    if (depth === 0 && line.trim() === '') block = [];
    else block.push(line);
    depth += bracesIn(line);
    if (depth === 0 && line.trimEnd().endsWith('}')) {
      blocks.push(block.join('\n'));
      block = [];
    }
  }
  return blocks;
}

/** Where the product keeps what nobody else may read or write. */
export const ownCollections = [
  ...['deviceSessions', 'deviceSessionAccounts', 'deviceSessionEvents', 'pushOutbox'],
];

/**
 * `match /{document=**}` and its like grant to every collection, and a block of theirs for one of ours to
 * that, for rules only ever add.
 */
function tooWideIn(rules: string, ours: string): RulesReport['tooWide'] {
  const found: RulesReport['tooWide'] = [];
  for (const { path, index, end, own } of matchesIn(structureOf(rules))) {
    const isOverOurs = ownCollections.some((name) =>
      isMatch(path, ['databases', anyId, 'documents', name, anyId]),
    );
    if (!isOverOurs || !grants(own) || ours.includes(condensed(rules.slice(index, end)))) continue;
    const line = lineOf(rules, index);
    found.push({ line, text: rules.split('\n')[line - 1]?.trim() ?? '' });
  }
  return found;
}

export interface Match {
  /** The segments from the root, with those of the matches around. */
  path: string[];
  index: number;
  end: number;
  /** What it holds, without the matches inside. */
  own: string;
}

/** All matches of this part of a text, those inside others too. */
export function matchesIn(
  text: string,
  at = 0,
  limit = text.length,
  around: string[] = [],
): Match[] {
  const found: Match[] = [];
  const heads = /\bmatch\s+((?:\/(?:[^\s{}/]+|\{[^}]*\}))+)\s*\{/g;
  heads.lastIndex = at;
  for (let head = heads.exec(text); head && head.index < limit; head = heads.exec(text)) {
    const { index } = head;
    const start = index + head[0].length;
    const end = start + blockAt(text, start).length;
    const path = [...around, ...(head[1] ?? '').replaceAll(/\s/g, '').split('/').slice(1)];
    const inside = matchesIn(text, start, end, path);
    let own = text.slice(start, end);
    for (const one of inside) own = own.replace(text.slice(one.index, one.end), '');
    found.push({ path, index, end, own }, ...inside);
    heads.lastIndex = end;
  }
  return found;
}

/** Whether a rule among these statements allows anything to anybody. */
function grants(statements: string): boolean {
  const allowed = statements.split(/\ballow\s+/).slice(1);
  return allowed.some((rule) => !/^[\w\s,]*:\s*if\s+false\s*(;|\}|function\b|$)/.test(rule));
}

const anyId = Symbol('any id');

/** Whether the path of a rule, in its segments, can be that of such a document. */
function isMatch(
  [first, ...rest]: readonly string[],
  document: readonly (string | typeof anyId)[],
): boolean {
  if (first === undefined) return document.length === 0;
  if (first.endsWith('=**}')) {
    return [...document, anyId].some((_, at) => isMatch(rest, document.slice(at)));
  }
  const [segment, ...others] = document;
  if (segment === undefined) return false;
  const isFirst = first.startsWith('{') || segment === anyId || segment === first;
  return isFirst && isMatch(rest, others);
}

/** The text from here to the brace that closes the block. */
function blockAt(text: string, start: number): string {
  let depth = 1;
  let at = start;
  for (; at < text.length && depth > 0; at++) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
  }
  return text.slice(start, at);
}

/** Opening braces less closing ones. */
function bracesIn(text: string): number {
  const code = structureOf(text);
  return code.split('{').length - code.split('}').length;
}

export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

const stringsAndComments = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ');

/** With a space for each character of a comment, so that places stay. */
function withoutComments(rules: string): string {
  return rules.replaceAll(stringsAndComments, (text) => (/^['"]/.test(text) ? text : blank(text)));
}

/** The same without what strings hold: what is left of braces and slashes is structure. */
export function structureOf(rules: string): string {
  return rules.replaceAll(stringsAndComments, blank);
}

export function condensed(rules: string): string {
  return withoutComments(rules).replaceAll(/\s+/g, '');
}
