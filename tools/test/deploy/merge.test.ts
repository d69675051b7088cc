// `npm run merge` as a program, on the folder of a project of somebody else.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../process/paths.ts';

const firebaseJson = {
  firestore: { rules: 'rules/db.rules', indexes: 'db.indexes.json' },
  functions: [{ source: 'backend', codebase: 'default' }],
};

describe('npm run merge', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'merge-test-'));
    writeFileSync(join(folder, 'firebase.json'), JSON.stringify(firebaseJson));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function merge(...args: string[]): { status: number | null; output: string } {
    const script = join(root, 'tools', 'scripts', 'merge.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  }
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('adds indexes with a diff once, and prints the rules with their place', () => {
    writeFileSync(join(folder, 'db.indexes.json'), '{ "indexes": [] }\n');
    const first = merge('--into', folder);
    assert.equal(first.status, 0, first.output);
    assert.match(first.output, /^\+ .*"collectionGroup": "deviceSessionAccounts"/m);
    assert.match(first.output, /rules\/db\.rules, inside match [\s\S]*function hasLiveSession\(\)/);
    const merged = read('db.indexes.json');
    const again = merge('--into', folder);
    assert.equal(read('db.indexes.json'), merged);
    assert.doesNotMatch(again.output, /^\+/m);
    assert.equal(read('firebase.json'), JSON.stringify(firebaseJson));
  });

  it('with --check says what is missing, fails, and changes nothing', () => {
    writeFileSync(join(folder, 'db.indexes.json'), '{ "indexes": [] }\n');
    const { status, output } = merge('--into', folder, '--check');
    assert.equal(status, 1);
    assert.match(output, /time to live of deviceSessions\.deleteAt/);
    assert.equal(read('db.indexes.json'), '{ "indexes": [] }\n');
  });

  it('with --check is content with our own project', () => {
    const { status, output } = merge('--into', root, '--check');
    assert.equal(status, 0, output);
    assert.match(output, /are complete/);
  });

  it('names what it cannot read', () => {
    writeFileSync(join(folder, 'db.indexes.json'), 'indexes: none');
    assert.match(merge('--into', folder).output, /db\.indexes\.json cannot be merged/);
    assert.match(merge('--into', join(folder, 'none')).output, /does not exist/);
    assert.equal(merge().status, 64);
  });
});
