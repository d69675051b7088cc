// Makes the file that Google's functions framework loads: an object with a getter for each function of
// src/index.ts, so that a process loads just the function that it serves.
import { readFileSync } from 'node:fs';
import type { Plugin } from 'rolldown';

export interface Index {
  /** `index` or `kit`: the name in src/ and in dist/. */
  name: string;
  /** What to bundle, each file by its name in dist/ without the ending. */
  entries: Record<string, string>;
  /** Files that are loaded for what they do, by the same names. */
  effects: string[];
  /** The files of the functions, by the names of the functions. */
  functions: Record<string, string>;
}

/** What an index of src/ lists. Throws for a line that it does not understand. */
export function readIndex(name: string): Index {
  const index: Index = { name, entries: {}, effects: [], functions: {} };
  for (const line of readFileSync(`src/${name}.ts`, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('//')) continue;
    const [, effect] = /^import '\.\/(.+)\.ts';$/.exec(line) ?? [];
    const [, all] = /^export \* from '\.\/(.+)\.ts';$/.exec(line) ?? [];
    const [, exported, file] = /^export \{ (\w+) \} from '\.\/(.+)\.ts';$/.exec(line) ?? [];
    if (effect) index.effects.push(effect);
    else if (exported && file) index.functions[exported] = file;
    else if (all) {
      const { effects, functions } = readIndex(all);
      index.effects.push(...effects);
      Object.assign(index.functions, functions);
    } else throw new Error(`src/${name}.ts: "${line}" is neither a function nor an import`);
  }
  const files = [...index.effects, ...Object.values(index.functions)];
  index.entries = Object.fromEntries(files.map((file) => [file, `src/${file}.ts`]));
  return index;
}

/** CommonJS, since the namespace of an ES module can have no getters. */
export function lazyIndex({ name, effects, functions }: Index): Plugin {
  const lines = [
    ...effects.map((file) => `require('./${file}.js');`),
    ...Object.entries(functions).map(
      ([exported, file]) =>
        `Object.defineProperty(exports, '${exported}', ` +
        `{ enumerable: true, get: () => require('./${file}.js').${exported} });`,
    ),
    // By this line an ES module that imports this file knows the names.
    `0 && (module.exports = { ${Object.keys(functions).join(', ')} });`,
  ];
  return {
    name: `lazy-${name}`,
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: `${name}.cjs`, source: `${lines.join('\n')}\n` });
    },
  };
}
