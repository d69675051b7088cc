import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTarget, projectOption } from '../../deploy/target.ts';

describe('the project of --project', () => {
  let folder: string;
  let file: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'target-'));
    file = join(folder, '.firebaserc');
    writeFileSync(file, JSON.stringify({ projects: { prod: 'shop-1234' } }));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is an id, or an alias, by which the CLI is told of it too', () => {
    const byId = findTarget('shop-1234', file);
    assert.deepEqual(byId, { id: 'shop-1234', alias: undefined });
    assert.deepEqual(projectOption(byId), ['--project', 'shop-1234']);
    const byAlias = findTarget('prod', file);
    assert.deepEqual(byAlias, { id: 'shop-1234', alias: 'prod' });
    assert.deepEqual(projectOption(byAlias), ['--project', 'prod']);
  });
});
