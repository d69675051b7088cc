// What holds for every document of the repository: links lead somewhere, code can be read, lines are short.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeFault } from './codeBlocks.ts';
import type { Markdown } from './markdown.ts';
import { parseMarkdown } from './markdown.ts';
import { wordsOfSources } from './sources.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const mostColumns = 120;
const mostReadmeLines = 200;
const mostDecisionLines = 20;

const paths = globSync('**/*.md', {
  cwd: root,
  exclude: (path) => /(^|\/)(node_modules|lib|\.[^/]+)(\/|$)/.test(path),
}).toSorted();

const sourceWords = wordsOfSources(root);
/** Names of Firebase and Google that the code itself never says. */
const foreignNames = new Set(['allUsers', 'beforeUserSignedIn', 'signBlob']);
/** They speak of platforms whose code is not here, and of names that are gone. */
const maySayAnyName = (path: string) => /^(docs\/clients\/|CHANGELOG)/.test(path);

const documents = new Map<string, Markdown>();

function documentAt(path: string): Markdown {
  const known = documents.get(path) ?? parseMarkdown(readFileSync(join(root, path), 'utf8'));
  documents.set(path, known);
  return known;
}

/** What is wrong with a link of the document at `from`; null where nothing is. */
function linkFault(from: string, target: string): string | null {
  if (/^(https?:|mailto:)/.test(target)) return URL.canParse(target) ? null : 'no address';
  const [file = '', anchor] = target.split('#', 2).map(decodeURIComponent);
  const path = file === '' ? from : relative(root, join(root, dirname(from), file));
  if (path.startsWith('..')) return 'leads out of the repository';
  if (!existsSync(join(root, path))) return 'leads nowhere';
  if (anchor === undefined) return null;
  if (statSync(join(root, path)).isDirectory() || !path.endsWith('.md')) return 'has no headings';
  return documentAt(path).anchors.has(anchor) ? null : 'names no heading there';
}

/** The scripts of the package.json at the root and of the one nearest to the document. */
function scriptsFor(path: string): Set<string> {
  const names = new Set<string>();
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const file = join(root, folder, 'package.json');
    const { scripts = {} } = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as { scripts?: Record<string, string> })
      : {};
    for (const name of Object.keys(scripts)) names.add(name);
    if (folder === '.') return names;
  }
}

const inDocument = (path: string) => ({
  links: documentAt(path).linkTargets.flatMap((target) => {
    const fault = linkFault(path, target);
    return fault ? [`${target} ${fault}`] : [];
  }),
  codeBlocks: documentAt(path).codeBlocks.flatMap(({ tag, text, line }) => {
    const fault = codeFault(tag, text);
    return fault ? [`line ${line}: ${fault}`] : [];
  }),
  // A row of a table cannot be broken.
  longLines: documentAt(path).lines.flatMap((line, index) =>
    [...line].length > mostColumns && !line.startsWith('|')
      ? [`line ${index + 1}: ${[...line].length} columns`]
      : [],
  ),
  paths: documentAt(path).inlineCode.filter(
    (code) =>
      /^(functions|docs|clients|web|tools|emulator-data|\.ci)\/[\w./-]*$/.test(code) &&
      !code.endsWith('.local') &&
      !existsSync(join(root, code)),
  ),
  names: documentAt(path)
    .inlineCode.flatMap((code) => code.match(/\b([a-z]+[A-Z]\w*|[A-Z]+_[A-Z_]+)\b/g) ?? [])
    .filter((name) => !sourceWords.has(name) && !foreignNames.has(name) && !/^[a-z]+X$/.test(name)),
  commands: [
    ...documentAt(path)
      .lines.join('\n')
      .matchAll(/\bnpm (?:run(?: --?\w+)* ([\w:-]+)|(start|test)\b)/g),
  ].flatMap(([, run, own]) => {
    const name = run ?? own ?? '';
    return scriptsFor(path).has(name) ? [] : [`npm run ${name}`];
  }),
});

describe('the documents', () => {
  it('are found', () => {
    for (const path of ['README.md', 'CONTEXT.md', 'docs/reference.md', 'docs/clients/web.md']) {
      assert.ok(paths.includes(path), path);
    }
  });

  for (const path of paths) {
    describe(path, () => {
      it('links to files and headings that are there', () => {
        assert.deepEqual(inDocument(path).links, []);
      });

      it('has code blocks that name their language and can be read in it', () => {
        assert.deepEqual(inDocument(path).codeBlocks, []);
      });

      it(`has no line of more than ${mostColumns} columns outside of tables`, () => {
        assert.deepEqual(inDocument(path).longLines, []);
      });

      it('names only files that are there', () => {
        assert.deepEqual(inDocument(path).paths, []);
      });

      if (!maySayAnyName(path)) {
        it('names only functions, fields and params that the sources know', () => {
          assert.deepEqual(inDocument(path).names, []);
        });
      }

      it('names only commands that package.json has', () => {
        assert.deepEqual(inDocument(path).commands, []);
      });
    });
  }
});

describe('README.md', () => {
  it(`has at most ${mostReadmeLines} lines`, () => {
    const { length } = documentAt('README.md').lines;
    assert.ok(length <= mostReadmeLines, `${length} lines`);
  });

  it('leads to every document, directly or through one that it leads to', () => {
    const reached = new Set(['README.md']);
    for (const path of reached) {
      for (const target of documentAt(path).linkTargets.filter((one) => !/^\w+:/.test(one))) {
        const file = relative(root, join(root, dirname(path), target.replace(/#.*/, '')));
        const pages = [file, join(file, 'README.md')].filter((page) => paths.includes(page));
        for (const page of pages) reached.add(page);
      }
    }
    const isDecision = (path: string) => path.startsWith('docs/decisions/');
    assert.deepEqual(
      paths.filter((path) => !reached.has(path) && !isDecision(path)),
      [],
    );
  });
});

describe('the decisions', () => {
  const index = 'docs/decisions/README.md';
  const decisions = paths.filter((path) => path.startsWith('docs/decisions/') && path !== index);

  it('have a number each', () => {
    const numbers = decisions.map((path) => /\/(\d{4})-[^/]+\.md$/.exec(path)?.[1]);
    assert.ok(!numbers.includes(undefined));
    assert.equal(new Set(numbers).size, decisions.length);
  });

  for (const path of decisions) {
    it(`${path} says what was decided, what was rejected and what follows, shortly`, () => {
      const { lines, headings } = documentAt(path);
      assert.deepEqual(
        headings.map(({ level, line }) => ({ level, line })),
        [{ level: 1, line: 1 }],
      );
      for (const part of ['Decision', 'Rejected', 'Consequences']) {
        assert.equal(lines.filter((line) => line.startsWith(`**${part}.** `)).length, 1, part);
      }
      assert.ok(lines.length <= mostDecisionLines, `${lines.length} lines`);
    });
  }
});
