import { deepEqual, equal } from 'node:assert/strict';
import { mkdtempSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../clients/js/testing/until.ts';
import { rebuildAtChanges } from '../build/rebuildAtChanges.ts';

describe('rebuildAtChanges', () => {
  let folder: string;
  let stop = () => {};
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'watch-'));
    mkdirSync(join(folder, 'page'));
  });
  afterEach(() => {
    stop();
    rmSync(folder, { recursive: true, force: true });
  });

  let writes = 0;
  /** As most editors save: the file is another one afterwards. */
  const change = () => {
    const file = join(folder, 'page', 'page.ts');
    writeFileSync(`${file}~`, String(++writes));
    renameSync(`${file}~`, file);
  };

  it('builds at a change in a folder below, and not before', async () => {
    let builds = 0;
    stop = rebuildAtChanges(
      [folder],
      async () => void builds++,
      () => {},
    );
    equal(builds, 0);
    for (let times = 0; times < 3; times++) {
      const before = builds;
      change();
      await until('it is built', () => builds > before);
    }
  });

  it('builds once more after a change during a build, and never twice at a time', async () => {
    let running = 0;
    let most = 0;
    let builds = 0;
    const finish: (() => void)[] = [];
    const build = async () => {
      most = Math.max(most, ++running);
      builds++;
      await new Promise<void>((resolve) => finish.push(resolve));
      running--;
    };
    stop = rebuildAtChanges([folder], build, () => {});
    change();
    await until('the first build has begun', () => finish.length > 0);
    const before = builds;
    change();
    await until('a later build has begun', () => {
      finish.splice(0).forEach((resolve) => resolve());
      return builds > before;
    });
    equal(most, 1);
    finish.splice(0).forEach((resolve) => resolve());
  });

  it('goes on after a build that failed, and tells of it', async () => {
    const told: unknown[] = [];
    let builds = 0;
    const build = async () => {
      if (++builds === 1) throw new Error('a bracket too few');
    };
    stop = rebuildAtChanges([folder], build, (error) => told.push((error as Error).message));
    change();
    await until('it was told', () => told.length > 0);
    const before = builds;
    change();
    await until('it is built again', () => builds > before);
    deepEqual(told, ['a bracket too few']);
  });
});
