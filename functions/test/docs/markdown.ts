// Markdown as far as the tests of the documents read it: code blocks, headings, links and tables.

export interface CodeBlock {
  /** The word after the fence: "ts", "sh" …; empty where there is none. */
  tag: string;
  text: string;
  /** Of the opening fence, from 1. */
  line: number;
}

export interface Heading {
  level: number;
  text: string;
  /** From 1. */
  line: number;
}

export interface Markdown {
  lines: string[];
  codeBlocks: CodeBlock[];
  headings: Heading[];
  /** What follows "#" in a link to a place in this document. */
  anchors: Set<string>;
  /** As written, in the order of the text. */
  linkTargets: string[];
  /** The texts between backticks. */
  inlineCode: string[];
}

const fence = /^\s*(`{3,}|~{3,})\s*(\S*)/;
const inlineCode = /(`+)((?:(?!\n\n)[\s\S])*?)\1/g;

export function parseMarkdown(source: string): Markdown {
  const lines = source.replace(/\n$/, '').split('\n');
  const { codeBlocks, prose } = splitCode(lines);
  const headings = prose.flatMap((text, index): Heading[] => {
    const match = /^(#{1,6}) +(.*?) *#*$/.exec(text);
    return match ? [{ level: match[1]!.length, text: match[2]!, line: index + 1 }] : [];
  });
  const text = prose.join('\n').replace(/<!--[\s\S]*?-->/g, '');
  return {
    lines,
    codeBlocks,
    headings,
    anchors: anchorsOf(headings),
    linkTargets: linksOf(text.replace(inlineCode, '')),
    inlineCode: [...text.matchAll(inlineCode)].map(([, , code = '']) => code),
  };
}

/** The lines under the heading of this text, up to the next heading of its level or above. */
export function sectionLines({ lines, headings }: Markdown, title: string): string[] {
  const start = headings.find(({ text }) => text === title);
  if (!start) throw new Error(`there is no heading "${title}"`);
  const end = headings.find(({ line, level }) => line > start.line && level <= start.level);
  return lines.slice(start.line, end ? end.line - 1 : undefined);
}

/** The headings of the next level under the heading of this text. */
export function subheadings({ headings }: Markdown, title: string): string[] {
  const at = headings.findIndex(({ text }) => text === title);
  const start = headings[at];
  if (!start) throw new Error(`there is no heading "${title}"`);
  const following = headings.slice(at + 1);
  const end = following.findIndex(({ level }) => level <= start.level);
  return following
    .slice(0, end < 0 ? undefined : end)
    .filter(({ level }) => level === start.level + 1)
    .map(({ text }) => withoutMarkup(text));
}

/** The cells of every table row among these lines, without headers and without code marks. */
export function tableRows(lines: readonly string[]): string[][] {
  const cellsOf = (line: string) =>
    line
      .replace(/^\s*\|/, '')
      .replace(/\|\s*$/, '')
      .split(/(?<!\\)\|/)
      .map((cell) => withoutMarkup(cell.trim()));
  const isRuler = (line: string | undefined) => /^\s*\|[\s:|-]+$/.test(line ?? '');
  return lines.flatMap((line, index) =>
    /^\s*\|/.test(line) && !isRuler(line) && !isRuler(lines[index + 1]) ? [cellsOf(line)] : [],
  );
}

/** Code blocks, and the lines with those blocks emptied. An open block goes on to the end. */
function splitCode(lines: readonly string[]): { codeBlocks: CodeBlock[]; prose: string[] } {
  const codeBlocks: CodeBlock[] = [];
  const prose: string[] = [];
  let open: { mark: string; tag: string; line: number; body: string[] } | null = null;
  for (const [index, line] of lines.entries()) {
    const [, mark = '', tag = ''] = fence.exec(line) ?? [];
    if (open) {
      if (mark.startsWith(open.mark) && tag === '') {
        codeBlocks.push({ tag: open.tag, line: open.line, text: open.body.join('\n') });
        open = null;
      } else open.body.push(line);
    } else if (mark) open = { mark, tag, line: index + 1, body: [] };
    prose.push(open || mark ? '' : line);
  }
  if (open) throw new Error(`the code block of line ${open.line} is not closed`);
  return { codeBlocks, prose };
}

function linksOf(text: string): string[] {
  const inline = [...text.matchAll(/\]\(\s*(<[^>]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)/g)];
  const defined = [...text.matchAll(/^ {0,3}\[[^\]]+\]:\s+(\S+)/gm)];
  const html = [...text.matchAll(/\b(?:href|src)="([^"]*)"/g)];
  return [...inline, ...defined, ...html].map(([, target = '']) => target.replace(/^<|>$/g, ''));
}

/** As GitHub makes them: what repeats is numbered. */
function anchorsOf(headings: readonly Heading[]): Set<string> {
  const anchors = new Set<string>();
  for (const { text } of headings) {
    const slug = withoutMarkup(text)
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

function withoutMarkup(text: string): string {
  return text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/`|\*\*/g, '');
}
