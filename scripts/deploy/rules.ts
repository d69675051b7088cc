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
const ownCollections = ['sessions', 'sessionSecrets', 'securityEvents', 'pushOutbox'];

/**
 * `match /{document=**}` and its like grant to every collection, and a block of theirs for one of ours to
 * that, for rules only ever add.
 */
function tooWideIn(rules: string, ours: string): RulesReport['tooWide'] {
  const text = withoutComments(rules);
  const start = documents.exec(text);
  if (!start) return [];
  const inside = start.index + start[0].length;
  const found: RulesReport['tooWide'] = [];
  for (const match of text.matchAll(/match\s+((?:\/(?:[\w-]+|\{\w+(?:=\*\*)?\}))+)\s*\{/g)) {
    const path = match[1]?.split('/').slice(1) ?? [];
    if (match.index < inside || bracesIn(text.slice(inside, match.index)) !== 0) continue;
    if (!ownCollections.some((name) => isMatch(path, [name, anyId]))) continue;
    const body = blockAt(text, match.index + match[0].length);
    const grants = [...body.matchAll(/allow\s+[^;]*;/g)].some(
      ([allow]) => !/:\s*if\s+false\s*;$/.test(allow),
    );
    if (grants && !ours.includes(condensed(match[0] + body))) {
      const line = lineOf(text, match.index);
      found.push({ line, text: rules.split('\n')[line - 1]?.trim() ?? '' });
    }
  }
  return found;
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
  for (; at < text.length && depth > 0; at++) depth += bracesIn(text[at] ?? '');
  return text.slice(start, at);
}

/** Opening braces less closing ones. */
function bracesIn(text: string): number {
  const code = withoutComments(text);
  return code.split('{').length - code.split('}').length;
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/** With a space for each character of a comment, so that places stay. */
function withoutComments(rules: string): string {
  return rules.replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (comment) =>
    comment.replaceAll(/[^\n]/g, ' '),
  );
}

function condensed(rules: string): string {
  return withoutComments(rules).replaceAll(/\s+/g, '');
}
