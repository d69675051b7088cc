// The names that the documents must know, read from the sources themselves.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The names that a file of re-exports gives away. */
export function exportedNames(path: URL): string[] {
  const lists = readFileSync(path, 'utf8').matchAll(/^export \{([^}]*)\} from/gm);
  return [...lists].flatMap(([, list = '']) => list.match(/\w+(?=\s*(?:,|$))/g) ?? []);
}

/** The names that a file declares by `defineSecret`. */
export function definedSecrets(path: URL): string[] {
  const calls = readFileSync(path, 'utf8').matchAll(/\bdefineSecret\('(\w+)'/g);
  return [...calls].map(([, name = '']) => name);
}

/** The keys of the object behind `type <name> = keyof typeof <object>`, in a formatted file. */
export function keysOfUnion(path: URL, name: string): string[] {
  const text = readFileSync(path, 'utf8');
  const [, object] = new RegExp(`type ${name} = keyof typeof (\\w+);`).exec(text) ?? [];
  const [, body = ''] = new RegExp(`^const ${object} = \\{\n([^]*?)^\\}`, 'm').exec(text) ?? [];
  return [...body.matchAll(/^ {2}(\w+):/gm)].map(([, key = '']) => key);
}

/** Every word of the code and the configuration under this folder. */
export function wordsOfSources(root: string): Set<string> {
  const folders = '{functions,clients,web,tools}';
  const files = globSync(
    [`${folders}/**/*.{ts,mjs}`, '*.{rules,json}', 'functions/.env', '.ci/run'],
    { cwd: root, exclude: ['**/node_modules/**', '**/lib/**', 'functions/test/docs/**'] },
  );
  const text = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  return new Set(text.match(/\w+/g));
}
