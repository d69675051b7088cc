// Merges what this product needs of Firestore into another Firebase project's files:
//   npm run merge -- --into ../my-app            adds indexes and times to live, prints the rules to add
//   npm run merge -- --into ../my-app --check    changes nothing; fails where something is missing
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { CommandError, runCommand } from '../process/command.ts';
import { emptyIndexFile, mergeIndexes, type IndexFile, type Merged } from '../deploy/indexFile.ts';
import { indexesThatMeet, rulesThatMeet } from '../deploy/meetings.ts';
import { parseJson } from '../deploy/jsonText.ts';
import { findProjectFiles, readIfThere } from '../deploy/project.ts';
import { compareRules, type RulesReport } from '../deploy/rules.ts';
import { root } from '../process/paths.ts';
import { parseWords, UsageError } from '../process/words.ts';

await runCommand(async () => {
  const { into, check } = parseOptions(process.argv.slice(2));
  const files = findProjectFiles(into);
  const ours = readFileSync(join(root, 'firestore.indexes.json'), 'utf8');
  const theirText = readIfThere(files.indexes);
  const merged = mergeOrRefuse(files.indexes, theirText ?? emptyIndexFile, ours);
  const ourRules = readFileSync(join(root, 'firestore.rules'), 'utf8');
  const rules = compareRules(readIfThere(files.rules) ?? '', ourRules);
  const meetings = [
    ...rulesThatMeet(readIfThere(files.rules) ?? '', ourRules),
    ...indexesThatMeet(
      parseJson<IndexFile>(theirText ?? emptyIndexFile),
      JSON.parse(ours) as IndexFile,
    ),
  ];
  const nameOf = (file: string) => relative(process.cwd(), file) || file;

  for (const sentence of files.notDeployed) console.log(sentence);
  printIndexes(nameOf(files.indexes), merged);
  if (!check && merged.added.length > 0) {
    printDiff(nameOf(files.indexes), theirText ?? '', merged.text);
    writeFileSync(files.indexes, merged.text);
  }
  for (const line of meetings) console.log(`Meets ours: ${line}. Name it otherwise.`);
  printRules(nameOf(files.rules), rules);

  const problems = [...files.notDeployed, ...rules.tooWide, ...merged.conflicts, ...meetings];
  const isComplete =
    problems.length === 0 && rules.missing === '' && !(check && merged.added.length > 0);
  if (isComplete) console.log('Indexes, times to live and rules are complete.');
  return isComplete || (!check && merged.conflicts.length + meetings.length === 0) ? 0 : 1;
});

function parseOptions(args: string[]): { into: string; check: boolean } {
  const usage = 'Say where: npm run merge -- --into <folder of a Firebase project> [--check]';
  const options = { into: { type: 'string' }, check: { type: 'boolean', default: false } } as const;
  const { into, check } = parseWords({ args, options }, usage).values;
  if (!into) throw new UsageError(usage);
  return { into, check };
}

function mergeOrRefuse(file: string, theirs: string, ours: string): Merged {
  try {
    return mergeIndexes(theirs, JSON.parse(ours) as IndexFile);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CommandError(`${file} cannot be merged: ${error.message}.`);
  }
}

function printIndexes(file: string, { added, conflicts, kept }: Merged): void {
  if (added.length > 0) console.log(`Missing in ${file}:`);
  for (const line of added) console.log(`  ${line}`);
  for (const line of conflicts) console.log(`Conflict: ${line}`);
  for (const line of kept) console.log(`Kept: ${line}`);
}

/** As `diff -u` tells it. */
function printDiff(file: string, before: string, after: string): void {
  const labels = ['--label', `${file} before`, '--label', `${file} after`];
  const folder = mkdtempSync(join(tmpdir(), 'merge-'));
  const path = join(folder, 'after.json');
  writeFileSync(path, after);
  const { stdout } = spawnSync('diff', ['-u', ...labels, '-', path], {
    input: before,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  console.log(stdout);
}

function printRules(file: string, { missing, afterLine, tooWide }: RulesReport): void {
  for (const { line, text } of tooWide) {
    console.log(
      `${file}:${line} opens what is kept in sessions or beside it, ` +
        `which only the backend may touch: ${text}`,
    );
  }
  if (missing === '') return;
  const place =
    afterLine === null
      ? 'inside match /databases/{database}/documents { … } of a new file'
      : `after line ${afterLine}`;
  console.log(`\nAdd to ${file}, ${place}:\n\n${missing}\n`);
}
