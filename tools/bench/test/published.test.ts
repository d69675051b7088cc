// What is published is what was measured: nobody writes a figure by hand.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../process/paths.ts';
import { parseBenchOptions, parts } from '../parts.ts';
import { svgOf } from '../report/chart.ts';
import { placesIn } from '../report/page.ts';
import { blocksOf, chartPath, pagePaths, publishedPage, readResults } from '../report/results.ts';

describe('the pages of the figures', () => {
  const results = readResults();
  const pages = pagePaths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));

  it('have the tables and charts of the results, each once and as it is there', async () => {
    const places = pages.flatMap(({ text }) => placesIn(text));
    assert.equal(new Set(places).size, places.length);
    for (const name of blocksOf(results, root).keys()) assert.ok(places.includes(name), name);
    for (const { path, text } of pages) assert.equal(text, await publishedPage(path, results));
  });

  it('have the charts as they were measured, and no other', () => {
    const charts = Object.values(results).flatMap((part) => part.charts);
    const names = readdirSync(join(root, 'tools', 'bench', 'images'));
    assert.deepEqual(names.toSorted(), charts.map(({ name }) => `${name}.svg`).toSorted());
    for (const chart of charts) {
      assert.equal(readFileSync(chartPath(chart.name), 'utf8'), svgOf(chart));
    }
  });
});

describe('npm run bench', () => {
  it('has a file for every part, and no results of another', () => {
    for (const name of parts)
      assert.ok(existsSync(join(root, 'tools', 'bench', `${name}.ts`)), name);
    for (const name of Object.keys(readResults()))
      assert.ok(
        parts.some((part) => part === name),
        name,
      );
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
