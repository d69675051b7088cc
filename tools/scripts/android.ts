// npm run test:android: the tests of clients/android, on a stack of their own; `-- --pictures` draws those of
// docs/images, too. Needs Maven and a JDK 17; says so in a sentence, and ends with 69, where there are none.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { addCounts, noCounts, summaryOf, type Counts } from '../checks/counts.ts';
import { CommandError, runCommand, unavailable } from '../process/command.ts';
import { root } from '../process/paths.ts';
import { parseWords } from '../process/words.ts';
import { runOnStack } from '../stack/stack.ts';

const kit = join(root, 'clients', 'android');
const oldestJava = 17;

await runCommand(async () => {
  const { values } = parseWords(
    { args: process.argv.slice(2), options: { pictures: { type: 'boolean' } } },
    'The option is --pictures.',
  );
  requireMaven();
  const reports = 'target/surefire-reports';
  for (const folder of globSync(`*/${reports}`, { cwd: kit }))
    rmSync(join(kit, folder), { recursive: true });
  const pictures = values.pictures ? [`-Dpictures=${join(root, 'docs', 'images')}`] : [];
  const code = await runOnStack(
    { engine: 'embedded', freePorts: true },
    {
      command: 'mvn',
      args: ['-B', '-q', '-fae', '-f', join(kit, 'pom.xml'), ...pictures, 'test'],
      shown: 'nothing',
    },
  );
  const counts = globSync(`*/${reports}/TEST-*.xml`, { cwd: kit })
    .map((file) => countsIn(readFileSync(join(kit, file), 'utf8')))
    .reduce(addCounts, noCounts);
  if (code !== 0 && counts.failures.length === 0)
    counts.failures.push(`mvn test: exit code ${code}`);
  console.log(summaryOf(counts));
  return counts.failures.length === 0 ? 0 : 1;
});

function requireMaven(): void {
  let said = '';
  try {
    said = execFileSync('mvn', ['--version'], { encoding: 'utf8' });
  } catch {
    // Said below.
  }
  const [, java = '0'] = /^Java version: (\d+)/m.exec(said) ?? [];
  if (Number(java) >= oldestJava) return;
  throw new CommandError(
    `The tests of clients/android are left out: they need Maven and a JDK ${oldestJava} (apt-get install maven).`,
    unavailable,
  );
}

/** Of a report of Maven's, one for each class. */
function countsIn(report: string): Counts {
  const cases = report.split('<testcase ').slice(1);
  const named = (one: string, name: string) =>
    new RegExp(` ${name}="([^"]*)"`).exec(` ${one}`)?.[1] ?? '';
  const failed = cases.filter((one) => /<(failure|error)\b/.test(one));
  const skipped = cases.filter((one) => one.includes('<skipped')).length;
  return {
    passed: cases.length - failed.length - skipped,
    failures: failed.map((one) => `${named(one, 'classname')}: ${named(one, 'name')}`),
    skipped,
  };
}
