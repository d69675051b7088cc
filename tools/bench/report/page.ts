// What stands between marks in a page is written by the bench, and by nobody else.

const marked = /<!-- bench:([\w.-]+) -->\n[\s\S]*?<!-- \/bench:\1 -->/g;
const notMeasured = 'Not measured yet.';

/** The names of the tables and charts that the page has a place for. */
export function placesIn(page: string): string[] {
  return [...page.matchAll(marked)].map(([, name = '']) => name);
}

/** The page with these blocks of Markdown in their places. A place without one says that nothing was measured. */
export function withBlocks(page: string, blocks: ReadonlyMap<string, string>): string {
  return page.replace(marked, (_, name: string) => {
    const block = blocks.get(name) ?? notMeasured;
    return `<!-- bench:${name} -->\n\n${block}\n\n<!-- /bench:${name} -->`;
  });
}
