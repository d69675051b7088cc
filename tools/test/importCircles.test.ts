import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folders = ['functions/src', 'tools'];

/** Every TypeScript file below these folders, with the files that it imports. */
function importsOf(tops: readonly string[]): Map<string, string[]> {
  const files = tops.flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
      .map((name) => join(top, name)),
  );
  const specifiers = (file: string) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(
      ([, specifier = '']) => join(dirname(file), specifier),
    );
  return new Map(files.map((file) => [file, specifiers(file)]));
}

/** The first chain of imports that comes back to where it began; null where there is none. */
function findCircle(imports: ReadonlyMap<string, readonly string[]>): string[] | null {
  const finished = new Set<string>();
  const follow = (file: string, way: string[]): string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (finished.has(file)) return null;
    for (const imported of imports.get(file) ?? []) {
      const circle = follow(imported, [...way, file]);
      if (circle) return circle;
    }
    finished.add(file);
    return null;
  };
  for (const file of imports.keys()) {
    const circle = follow(file, []);
    if (circle) return circle;
  }
  return null;
}

describe('imports go in no circle', () => {
  it('in the product and the tools', () => {
    const imports = importsOf(folders);
    assert.ok(imports.size > 100);
    assert.deepEqual(findCircle(imports), null);
  });

  it('finds a circle of types as well', () => {
    const imports = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['b.ts']],
    ]);
    assert.deepEqual(findCircle(imports), ['b.ts', 'c.ts', 'b.ts']);
  });
});
