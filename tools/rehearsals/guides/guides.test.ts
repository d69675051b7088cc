// The files of the guides, read by the grammar of their language. Each name in them that is the backend's
// must stand in docs/api.json: a call, a field, a reason, the key of a push.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { Language, Parser, type Node, type Tree } from 'web-tree-sitter';
import { functionsBin, root } from '../../process/paths.ts';

const { resolve } = createRequire(join(root, 'tools', 'rehearsals', 'packages', 'package.json'));
const wasms = join(dirname(resolve('@repomix/tree-sitter-wasms/package.json')), 'out');

const grammars: Record<string, string> = {
  '.swift': join(wasms, 'tree-sitter-swift.wasm'),
  '.dart': join(wasms, 'tree-sitter-dart.wasm'),
  '.ts': join(wasms, 'tree-sitter-typescript.wasm'),
  '.tsx': join(wasms, 'tree-sitter-tsx.wasm'),
};

/** What the files name for themselves, and what is others'. */
const own = new Set([
  // Kept on the device.
  ...['left', 'security'],
  // A function of a team's own, and what is told within an app.
  ...['statements', 'refused', 'loginAnswered'],
  // Claims of Firebase's ID tokens.
  ...['sid', 'auth_time'],
  // Platforms.
  ...[
    'ios',
    'iPhone',
    'en',
    'device',
    'active',
    'change',
    'changed',
    'alert',
    'button',
    'active-sessions',
    'device-sessions',
    'us-central1',
  ],
]);

const api = readFileSync(join(root, 'docs', 'api.json'), 'utf8');
/** Every name in docs/api.json, whether a key or a value. */
const vocabulary = new Set([...api.matchAll(/"([\w-]+)"/g)].map(([, name = '']) => name));
const { functions } = JSON.parse(api) as {
  functions: Record<string, { input: { properties?: object } }>;
};

const files = globSync('docs/clients/*/*.{swift,dart,ts,tsx}', { cwd: root }).toSorted();

describe('the guides', () => {
  const languages = new Map<string, Language>();
  before(async () => {
    await Parser.init();
    for (const [ending, grammar] of Object.entries(grammars)) {
      languages.set(ending, await Language.load(grammar));
    }
  });

  function parse(file: string, text = readFileSync(join(root, file), 'utf8')): Tree {
    const parser = new Parser();
    parser.setLanguage(languages.get(extname(file)) ?? null);
    return parser.parse(text) ?? assert.fail(`${file} was not parsed`);
  }

  it('are there for every platform', () => {
    const folders = new Set(files.map((file) => basename(dirname(file))));
    assert.deepEqual([...folders].toSorted(), ['flutter', 'ios', 'react', 'react-native']);
  });

  it('compile against the packages that they import, those in TypeScript', () => {
    const args = ['--noEmit', '--project', import.meta.dirname];
    const { status, stdout } = spawnSync(join(functionsBin, 'tsc'), args, { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  });

  it('would not pass with a bracket too few', () => {
    for (const file of files) {
      const text = readFileSync(join(root, file), 'utf8');
      assert.ok(parse(file, text.slice(0, text.lastIndexOf('}'))).rootNode.hasError, file);
    }
  });

  for (const file of files) {
    describe(file, () => {
      it('is well formed', () => {
        assert.deepEqual(faultsIn(parse(file).rootNode), []);
      });

      it('names nothing of the backend that is not in docs/api.json', () => {
        const names = literalsIn(parse(file).rootNode).filter((text) => /^[a-z][\w-]*$/.test(text));
        assert.deepEqual(
          names.filter((name) => !vocabulary.has(name) && !own.has(name)),
          [],
        );
      });

      it('passes only what a function takes', () => {
        const text = readFileSync(join(root, file), 'utf8');
        for (const [name, keys] of callsIn(text)) {
          const takes = Object.keys(functions[name]?.input.properties ?? {});
          assert.deepEqual(
            keys.filter((key) => !takes.includes(key)),
            [],
            name,
          );
        }
      });
    });
  }

  it('say in each guide how to sign out', () => {
    for (const name of ['android', 'flutter', 'ios', 'react', 'react-native', 'web']) {
      const text = readFileSync(join(root, 'docs', 'clients', `${name}.md`), 'utf8');
      assert.match(text, /^## Signing out$/m, name);
    }
  });
});

function faultsIn(node: Node): string[] {
  if (node.isError || node.isMissing) {
    return [`${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`];
  }
  return node.hasError ? node.children.flatMap((child) => (child ? faultsIn(child) : [])) : [];
}

/** The texts of all string literals, without their quotes; those with values in them are left out. */
function literalsIn(node: Node): string[] {
  if (node.type.startsWith('import')) return [];
  if (/^(line_)?string(_literal)?$/.test(node.type)) return [node.text.replace(/^['"]|['"]$/g, '')];
  return node.children.flatMap((child) => (child ? literalsIn(child) : []));
}

/** Calls by name with their data written beside: the name, and the keys. */
function callsIn(text: string): [name: string, keys: string[]][] {
  const calls = text.matchAll(
    /(?:call|post)\(\s*['"](\w+)['"],\s*[[{]([\s\S]*?)(?:\)\)|\]\)|\}\))/g,
  );
  return [...calls].map(([, name = '', body = '']) => [
    name,
    [...body.matchAll(/['"]([a-z]\w+)['"](?=:| to |, )/g)].map(([, key = '']) => key),
  ]);
}
