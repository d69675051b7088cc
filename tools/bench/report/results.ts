// tools/bench/results.json: what was measured last, on which machine; and what is published of it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { formatted } from '../../checks/formatted.ts';
import { root } from '../../process/paths.ts';
import type { Part, Table } from '../part.ts';
import { svgOf } from './chart.ts';
import { withTables } from './page.ts';

export interface MeasuredPart extends Part {
  /** The day, in UTC. */
  measuredOn: string;
  machine: string;
}

export type Results = Record<string, MeasuredPart>;

export const resultsPath = join(root, 'tools', 'bench', 'results.json');
export const pagePath = join(root, 'docs', 'performance.md');
export const chartPath = (name: string) => join(root, 'docs', 'images', `bench-${name}.svg`);

/** None where nothing was measured yet. */
export function readResults(): Results {
  return existsSync(resultsPath) ? (JSON.parse(readFileSync(resultsPath, 'utf8')) as Results) : {};
}

/** Where, beside the part itself, its figures come from. */
export function measuredHere(part: Part, now: Date): MeasuredPart {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = processors[0]?.model.trim() || 'unknown processor';
  return {
    measuredOn: now.toISOString().slice(0, 10),
    machine: `${processors.length} × ${model}, ${memory} GiB, Node ${process.versions.node}`,
    ...part,
  };
}

/** Everything that the results say: the file itself, the tables of the page, the charts. */
export async function publish(results: Results): Promise<void> {
  const parts = Object.values(results);
  writeFileSync(resultsPath, await formatted(resultsPath, JSON.stringify(results)));
  if (existsSync(pagePath)) writeFileSync(pagePath, await publishedPage(results));
  mkdirSync(join(root, 'docs', 'images'), { recursive: true });
  for (const chart of parts.flatMap(({ charts }) => charts)) {
    writeFileSync(chartPath(chart.name), svgOf(chart));
  }
}

/** The tables of every part, and one that says when and where they were measured. */
export function tablesOf(results: Results): Table[] {
  const parts = Object.values(results);
  const rows = parts.map(({ name, measuredOn, machine }) => [name, measuredOn, machine]);
  const measured = { name: 'measured', columns: ['part', 'measured on', 'machine'], rows };
  return [...parts.flatMap((part) => part.tables), measured];
}

/** docs/performance.md as these results make it. */
export async function publishedPage(results: Results): Promise<string> {
  const page = withTables(readFileSync(pagePath, 'utf8'), tablesOf(results));
  return await formatted(pagePath, page);
}
