import assert from 'node:assert/strict';
import type { Chart } from '../part.ts';
import { svgOf } from '../report/chart.ts';
import { placesIn, withBlocks } from '../report/page.ts';
import { markdownOf, terminalOf, textOf } from '../report/table.ts';

const table = {
  name: 'one',
  columns: ['call', 'ms'],
  rows: [
    ['list', 12.345],
    ['revoke', null],
  ],
};

describe('a table', () => {
  for (const [value, text] of [
    [0, '0'],
    [3, '3'],
    [1234.5, '1,235'],
    [12.345, '12.3'],
    [1.2345, '1.23'],
    [0.01234, '0.0123'],
    [-4.567, '-4.57'],
    [100_000, '100,000'],
    [null, '-'],
    ['words', 'words'],
  ] as const) {
    it(`shows ${value} as ${text}`, () => {
      assert.equal(textOf(value), text);
    });
  }

  it('has its numbers at the right, in Markdown and in the terminal', () => {
    assert.equal(
      markdownOf(table),
      '| call | ms |\n| --- | ---: |\n| list | 12.3 |\n| revoke | - |',
    );
    assert.equal(terminalOf(table), 'one:\ncall      ms\nlist    12.3\nrevoke     -');
  });
});

describe('the page', () => {
  const page =
    '# P\n\n<!-- bench:one -->\nold\n<!-- /bench:one -->\n\n<!-- bench:two -->\n<!-- /bench:two -->\n';

  it('says what it has a place for', () => {
    assert.deepEqual(placesIn(page), ['one', 'two']);
  });

  it('has each block in its place, says what was not measured, and stays as it is elsewhere', () => {
    const written = withBlocks(
      page,
      new Map([
        ['one', '| list |'],
        ['nowhere', 'lost'],
      ]),
    );
    assert.equal(
      written,
      '# P\n\n<!-- bench:one -->\n\n| list |\n\n<!-- /bench:one -->\n\n' +
        '<!-- bench:two -->\n\nNot measured yet.\n\n<!-- /bench:two -->\n',
    );
  });

  it('does not change when the same is written again', () => {
    const blocks = new Map([['one', '| list |']]);
    const written = withBlocks(page, blocks);
    assert.equal(withBlocks(written, blocks), written);
  });
});

describe('a chart', () => {
  const chart: Chart = {
    name: 'one',
    title: 'Less < more & most',
    unit: 'ms',
    groups: [
      {
        label: 'create',
        bars: [
          { label: 'ours', value: 10, low: 5, high: 20, ours: true },
          { label: 'theirs', value: 40, ours: false },
        ],
      },
    ],
  };
  const svg = svgOf(chart);
  const bars = [...svg.matchAll(/<rect class="(ours|other)" x="(\d+)" y="\d+" width="([\d.]+)"/g)];

  it('draws bars as long as their values, ours apart', () => {
    assert.deepEqual(
      bars.map(([, kind]) => kind),
      ['ours', 'other'],
    );
    const [ours, theirs] = bars.map(([, , , width]) => Number(width));
    assert.ok(Math.abs(theirs! / ours! - 4) < 0.01);
  });

  it('stays within its frame, spread and values included', () => {
    const [, width = ''] = /viewBox="0 0 (\d+) \d+"/.exec(svg) ?? [];
    const ends = bars.map(([, , x, length]) => Number(x) + Number(length));
    assert.ok(Math.max(...ends) < Number(width));
    const [, from = '', to = ''] = /M([\d.]+) [\d.]+H([\d.]+)/.exec(svg) ?? [];
    const middle = Number(bars[0]![2]) + Number(bars[0]![3]);
    assert.ok(Number(from) < middle && middle < Number(to));
  });

  it('escapes words, has a title for screen readers and a background in both schemes', () => {
    assert.ok(svg.includes('<title>Less &lt; more &amp; most (ms)</title>'));
    assert.ok(svg.includes('prefers-color-scheme: dark'));
    assert.equal(svg.match(/\.page \{ fill: #/g)?.length, 2);
  });
});
