// The reader of Markdown finds what the tests of the documents look for, and code that cannot be read.
import assert from 'node:assert/strict';
import { codeFault } from './codeBlocks.ts';
import { parseMarkdown, sectionLines, subheadings, tableRows } from './markdown.ts';

const source = `# A title

See [one](one.md), ![a picture](two.png "two"), [![both](three.svg)](four.md#five) and [ref].
\`[not](code.md)\` <!-- [nor](comment.md) -->

[ref]: six.md

## \`signOut\`, again

| name | kind |
| ---- | ---- |
| \`a\` | b    |

### Below

## \`signOut\`, again

\`\`\`sh
# [no](link.md)
## No heading
\`\`\`
`;

describe('parseMarkdown', () => {
  const markdown = parseMarkdown(source);

  it('finds links, pictures and definitions, except in code and comments', () => {
    const targets = ['one.md', 'two.png', 'three.svg', 'four.md#five', 'six.md'];
    assert.deepEqual(markdown.linkTargets, targets);
  });

  it("numbers the anchors that repeat, as GitHub does, and takes no code block's heading", () => {
    assert.deepEqual(
      [...markdown.anchors],
      ['a-title', 'signout-again', 'below', 'signout-again-1'],
    );
  });

  it('finds the code within the text', () => {
    assert.deepEqual(markdown.inlineCode, ['[not](code.md)', 'signOut', 'a', 'signOut']);
  });

  it('finds code blocks with their language', () => {
    const text = '# [no](link.md)\n## No heading';
    assert.deepEqual(markdown.codeBlocks, [{ tag: 'sh', text, line: 18 }]);
  });

  it('refuses a code block that stays open', () => {
    assert.throws(() => parseMarkdown('```ts\nconst a = 1;\n'), /not closed/);
  });

  it('gives the rows of a section, and the headings in it', () => {
    const lines = sectionLines(markdown, '`signOut`, again');
    assert.deepEqual(tableRows(lines), [['a', 'b']]);
    assert.deepEqual(subheadings(markdown, '`signOut`, again'), ['Below']);
  });
});

describe('codeFault', () => {
  const good: Record<string, string> = {
    ts: 'const a: number = await b<{ c: string }>();',
    js: 'export const a = async () => ({ ...(await b) });',
    json: '{ "a": [1] }',
    sh: 'keys=$(npm run --silent keys) && echo "$keys"',
    kotlin: 'fun f() { g("(", \'{\') } // (',
    swift: 'let a = [b("\\(c)"): { d in e }]',
    html: '<p>a</p><script type="module">const a = 1;</script>',
    text: 'anything (at all',
  };
  const bad: Record<string, string> = {
    ts: 'const a: = 1;',
    js: 'const a: number = 1;',
    json: '{ a: 1 }',
    html: '<script>const a = ;</script>',
    sh: 'if true; then echo',
    kotlin: 'fun f() { g(}',
    swift: 'let a = [b(]',
    '': 'a block without a language',
  };

  for (const [tag, text] of Object.entries(good)) {
    it(`finds nothing wrong with a good block of ${tag}`, () =>
      assert.equal(codeFault(tag, text), null));
  }

  for (const [tag, text] of Object.entries(bad)) {
    it(`finds what is wrong with a bad block of "${tag}"`, () => {
      assert.match(codeFault(tag, text) ?? '', /\S/);
    });
  }
});
