// The tables in docs/performance.md stand between marks, and only the bench writes them.
import type { Table } from '../part.ts';
import { markdownOf } from './table.ts';

const marked = /<!-- bench:([\w.-]+) -->\n[\s\S]*?<!-- \/bench:\1 -->/g;

/** The names of the tables that the page has a place for. */
export function placesIn(page: string): string[] {
  return [...page.matchAll(marked)].map(([, name = '']) => name);
}

/** The page with these tables in their places; a place whose table is not among them stays as it is. */
export function withTables(page: string, tables: readonly Table[]): string {
  const byName = new Map(tables.map((table) => [table.name, table]));
  return page.replace(marked, (whole, name: string) => {
    const table = byName.get(name);
    return table
      ? `<!-- bench:${name} -->\n\n${markdownOf(table)}\n\n<!-- /bench:${name} -->`
      : whole;
  });
}
