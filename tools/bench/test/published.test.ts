// What is published is what was measured: nobody writes a figure by hand.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../process/paths.ts';
import { parseBenchOptions, parts } from '../parts.ts';
import { svgOf } from '../report/chart.ts';
import { placesIn } from '../report/page.ts';
import { chartPath, pagePath, publishedPage, readResults, tablesOf } from '../report/results.ts';

describe('docs/performance.md', () => {
  const results = readResults();
  const page = readFileSync(pagePath, 'utf8');

  it('has the tables of bench/results.json, all of them and as they are there', async () => {
    const tables = tablesOf(results).map(({ name }) => name);
    assert.deepEqual(placesIn(page).toSorted(), tables.toSorted());
    assert.equal(page, await publishedPage(results));
  });

  for (const chart of Object.values(results).flatMap((part) => part.charts)) {
    it(`shows the chart ${chart.name} as it was measured`, () => {
      assert.equal(readFileSync(chartPath(chart.name), 'utf8'), svgOf(chart));
      assert.ok(page.includes(`images/bench-${chart.name}.svg`));
    });
  }
});

describe('npm run bench', () => {
  it('has a file for every part, and results of each', () => {
    for (const name of parts)
      assert.ok(existsSync(join(root, 'tools', 'bench', `${name}.ts`)), name);
    assert.deepEqual(Object.keys(readResults()).toSorted(), parts.toSorted());
  });

  it('runs all parts, or those that are named, in their order', () => {
    assert.deepEqual(parseBenchOptions([]), { parts, quick: false });
    const some = { parts: ['cost', 'guard'], quick: true };
    assert.deepEqual(parseBenchOptions(['guard', '--quick', 'cost']), some);
  });

  it('says what there is where a part is unknown', () => {
    assert.throws(() => parseBenchOptions(['speed']), /There is no speed: .*cost\|/);
  });
});
