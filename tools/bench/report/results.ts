// tools/bench/results.json: what was measured last, on which machine; and what is published of it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { formatted } from '../../checks/formatted.ts';
import { root } from '../../process/paths.ts';
import type { Part } from '../part.ts';
import { svgOf } from './chart.ts';
import { withBlocks } from './page.ts';
import { markdownOf } from './table.ts';

export interface MeasuredPart extends Part {
  /** The day, in UTC. */
  measuredOn: string;
  machine: string;
}

export type Results = Record<string, MeasuredPart>;

export const resultsPath = join(root, 'tools', 'bench', 'results.json');
/** What a reader wants to know, and all the figures. */
export const pagePaths = [
  join(root, 'docs', 'performance.md'),
  join(root, 'tools', 'bench', 'figures.md'),
];
const imagesPath = join(root, 'tools', 'bench', 'images');
export const chartPath = (name: string) => join(imagesPath, `${name}.svg`);

/** None where nothing was measured yet. */
export function readResults(): Results {
  return existsSync(resultsPath) ? (JSON.parse(readFileSync(resultsPath, 'utf8')) as Results) : {};
}

/** The machine, and whether it has other work beside. Asked before anything is measured. */
export function describeMachine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = processors[0]?.model.trim() || 'unknown processor';
  const [load = 0] = loadavg();
  const beside =
    load > processors.length / 2 ? `, beside other work (load ${load.toFixed(1)})` : '';
  return `${processors.length} × ${model}, ${memory} GiB, Node ${process.versions.node}${beside}`;
}

/** Everything that the results say: the file itself, the tables of the pages, the charts. */
export async function publish(results: Results): Promise<void> {
  const parts = Object.values(results);
  writeFileSync(resultsPath, await formatted(resultsPath, JSON.stringify(results)));
  for (const path of pagePaths) writeFileSync(path, await publishedPage(path, results));
  mkdirSync(imagesPath, { recursive: true });
  for (const chart of parts.flatMap(({ charts }) => charts)) {
    writeFileSync(chartPath(chart.name), svgOf(chart));
  }
}

/** What the pages show: the tables and charts of every part, and a table of when and where they were measured. */
export function blocksOf(results: Results, path: string): Map<string, string> {
  const parts = Object.values(results);
  const rows = parts.map(({ name, measuredOn, machine }) => [name, measuredOn, machine]);
  const measured = { name: 'measured', columns: ['part', 'measured on', 'machine'], rows };
  const image = (name: string) => relative(dirname(path), chartPath(name)).replaceAll('\\', '/');
  return new Map([
    ...[...parts.flatMap(({ tables }) => tables), measured].map(
      (table) => [table.name, markdownOf(table)] as const,
    ),
    ...parts
      .flatMap(({ charts }) => charts)
      .map(({ name, title }) => [`chart.${name}`, `![${title}](${image(name)})`] as const),
  ]);
}

/** The page as these results make it. */
export async function publishedPage(path: string, results: Results): Promise<string> {
  const page = readFileSync(path, 'utf8');
  return await formatted(path, withBlocks(page, blocksOf(results, path)));
}
