// A chart of a part as SVG: horizontal bars with their spread. It has a background of its own in both
// colour schemes, so that it can be read on any page.
import type { Bar, Chart } from '../part.ts';
import { textOf } from './table.ts';

const width = 820;
const left = 288;
const right = 92;
const barHeight = 18;
const step = 26;
const font = `font-family="-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"`;

const style = `
  .page { fill: #ffffff; stroke: #d0d7de; }
  .title { fill: #1f2328; font-size: 15px; font-weight: 600; }
  .group { fill: #1f2328; font-size: 13px; font-weight: 600; }
  .label, .value { fill: #59636e; font-size: 12px; }
  .ours { fill: #0969da; }
  .other { fill: #afb8c1; }
  .spread { stroke: #1f2328; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; stroke: #3d444d; }
    .title, .group { fill: #f0f6fc; }
    .label, .value { fill: #9198a1; }
    .ours { fill: #4493f8; }
    .other { fill: #656c76; }
    .spread { stroke: #f0f6fc; }
  }
`;

export function svgOf({ title, unit, groups }: Chart): string {
  const bars = groups.flatMap((group) => group.bars);
  const most = Math.max(...bars.map(({ value, high = value }) => Math.max(value, high)), 0) || 1;
  const scale = (value: number) => (value / most) * (width - left - right);
  const parts: string[] = [];
  let y = 54;
  for (const group of groups) {
    if (group.label !== '') {
      parts.push(text('group', 20, y + 13, group.label));
      y += step;
    }
    for (const bar of group.bars) {
      parts.push(...drawn(bar, y, scale));
      y += step;
    }
    y += 8;
  }
  const height = y + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ${font}>`,
    `<title>${escaped(`${title} (${unit})`)}</title>`,
    `<style>${style}</style>`,
    `<rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6" />`,
    text('title', 20, 30, `${title} (${unit})`),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function drawn(bar: Bar, y: number, scale: (value: number) => number): string[] {
  const { label, value, low, high, ours } = bar;
  const middle = y + barHeight / 2;
  const end = left + scale(Math.max(value, high ?? value));
  const isSpread = low !== undefined && high !== undefined;
  return [
    text('label', left - 10, middle + 4, label, 'end'),
    `<rect class="${ours ? 'ours' : 'other'}" x="${left}" y="${y}" width="${round(Math.max(scale(value), 1))}" height="${barHeight}" rx="2" />`,
    ...(isSpread
      ? [
          `<path class="spread" d="M${round(left + scale(low))} ${middle}H${round(left + scale(high))}m0 -4v8" fill="none" />`,
        ]
      : []),
    text('value', round(end + 8), middle + 4, textOf(value)),
  ];
}

function text(kind: string, x: number, y: number, words: string, anchor = 'start'): string {
  return `<text class="${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

const round = (value: number) => Math.round(value * 10) / 10;

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
