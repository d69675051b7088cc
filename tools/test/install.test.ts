import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled } from '../install/lockfile.mjs';

describe('isInstalled', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'install-test-'));
    mkdirSync(join(folder, 'node_modules', 'a'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', 'a', 'package.json'), '{}');
    writeLock('package-lock.json', { '': {}, 'node_modules/a': { version: '1.0.0' } });
    writeLock('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function writeLock(name: string, packages: object): void {
    writeFileSync(join(folder, name), JSON.stringify({ packages }));
  }

  it('is content with every package of the lockfile', () => {
    assert.equal(isInstalled(folder), true);
  });

  it('does not miss an optional package of another platform', () => {
    writeLock('package-lock.json', {
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1.0.0', optional: true },
    });
    assert.equal(isInstalled(folder), true);
  });

  it('sees a package that the lockfile has gained', () => {
    writeLock('package-lock.json', {
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1.0.0' },
    });
    assert.equal(isInstalled(folder), false);
  });

  it('sees a package in another version', () => {
    writeLock('package-lock.json', { 'node_modules/a': { version: '1.0.1' } });
    assert.equal(isInstalled(folder), false);
  });

  it('sees a package that was deleted', () => {
    rmSync(join(folder, 'node_modules', 'a'), { recursive: true });
    assert.equal(isInstalled(folder), false);
  });

  it('sees an install that was interrupted: npm writes its list last', () => {
    rmSync(join(folder, 'node_modules', '.package-lock.json'));
    assert.equal(isInstalled(folder), false);
  });
});
