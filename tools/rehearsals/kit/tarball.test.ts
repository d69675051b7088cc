import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { root } from '../../process/paths.ts';
import { packKit, secretMark, type Tarball } from './tarball.ts';

interface Package {
  exports: Record<string, string | { types: string; default: string }>;
  bin: Record<string, string>;
}

const run = promisify(execFile);

describe('the package of the functions', () => {
  let tarball: Tarball;

  before(async () => {
    tarball = await packKit();
  });
  after(() => rmSync(tarball.folder, { recursive: true, force: true }));

  it('holds the code that runs, its types, and no secret, no .env and no source', () => {
    for (const name of tarball.names) {
      assert.match(
        name,
        /^(lib\/.+\.(js|d\.ts)|dist\/.+\.c?js|package\.json|npm-shrinkwrap\.json|firestore\.(indexes\.json|rules)|README\.md|LICENSE)$/,
      );
    }
    assert.ok(!gunzipSync(readFileSync(tarball.file)).includes(secretMark));
    assert.ok(tarball.size < 1_500_000, `${tarball.size} bytes`);
  });

  it('pins what it depends on, says what it is, and carries what to merge', () => {
    for (const name of [
      ...['npm-shrinkwrap.json', 'README.md', 'LICENSE', 'package.json'],
      ...['firestore.indexes.json', 'firestore.rules'],
    ]) {
      assert.ok(tarball.names.includes(name), name);
    }
  });

  it('holds every file that package.json names', () => {
    const text = readFileSync(join(root, 'functions', 'package.json'), 'utf8');
    const { exports, bin } = JSON.parse(text) as Package;
    const targets = [
      ...Object.values(exports).flatMap((target) =>
        typeof target === 'string' ? [target] : Object.values(target),
      ),
      ...Object.values(bin),
    ];
    assert.deepEqual(Object.keys(exports).slice(0, 3), ['.', './lib', './guard']);
    for (const target of targets) {
      assert.ok(tarball.names.includes(target.replace(/^\.\//, '')), target);
    }
  });

  it('has a library that reads no environment when it is loaded', async () => {
    const lib = join(root, 'functions', 'lib', 'lib.js');
    const code = `import(${JSON.stringify(lib)}).then(({ SessionError, registerSession }) =>
      console.log(typeof SessionError, typeof registerSession))`;
    const env = { RETENTION_DAYS: 'seven', FUNCTIONS_CONTROL_API: 'true' };
    const { stdout } = await run(process.execPath, ['-e', code], { env });
    assert.equal(stdout, 'function function\n');
  });

  it('has a command that makes keys', async () => {
    const cli = join(root, 'functions', 'lib', 'cli.js');
    const { stdout } = await run(process.execPath, [cli, 'keys']);
    const { keys } = JSON.parse(stdout) as { keys: { kty: string }[] };
    assert.deepEqual(keys.map(({ kty }) => kty).sort(), ['EC', 'oct']);
    await assert.rejects(run(process.execPath, [cli, 'key']), /Usage: device-sessions keys/);
  });
});
