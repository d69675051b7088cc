// The names that the documents must know, read from the sources themselves.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The names that a file of re-exports gives away. */
export function exportedNames(path: URL): string[] {
  return parse(path).statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) &&
    statement.exportClause &&
    ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map(({ name }) => name.text)
      : [],
  );
}

/** The names that a file declares by `defineSecret`. */
export function definedSecrets(path: URL): string[] {
  const names: string[] = [];
  visit(parse(path), (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'defineSecret') return;
    const [name] = node.arguments;
    if (name && ts.isStringLiteral(name)) names.push(name.text);
  });
  return names;
}

/** The keys of the object behind `type <name> = keyof typeof <object>`. */
export function keysOfUnion(path: URL, name: string): string[] {
  const file = parse(path);
  let object = '';
  const keys: string[] = [];
  visit(file, (node) => {
    if (ts.isTypeAliasDeclaration(node) && node.name.text === name) {
      object = /^keyof typeof (\w+)$/.exec(node.type.getText())?.[1] ?? '';
    }
  });
  visit(file, (node) => {
    if (!ts.isVariableDeclaration(node) || node.name.getText() !== object) return;
    const value = node.initializer && withoutAssertions(node.initializer);
    if (!value || !ts.isObjectLiteralExpression(value)) return;
    keys.push(...value.properties.map((property) => property.name?.getText() ?? ''));
  });
  return keys;
}

function withoutAssertions(node: ts.Expression): ts.Expression {
  const isWrapped = ts.isAsExpression(node) || ts.isSatisfiesExpression(node);
  return isWrapped ? withoutAssertions(node.expression) : node;
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => visit(child, see));
}

function parse(path: URL): ts.SourceFile {
  const text = readFileSync(path, 'utf8');
  return ts.createSourceFile(path.pathname, text, ts.ScriptTarget.Latest, true);
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
