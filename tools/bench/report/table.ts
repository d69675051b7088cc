// A table of a part, as the terminal and the pages show it.
import type { Cell, Table } from '../part.ts';

/** Three significant digits, whole thousands apart: 0.0123, 1.23, 12.3, 123, 1,230. */
export function textOf(cell: Cell): string {
  if (cell === null) return '-';
  if (typeof cell === 'string') return cell;
  if (Number.isInteger(cell)) return cell.toLocaleString('en-US');
  const digits = cell === 0 ? 0 : 2 - Math.floor(Math.log10(Math.abs(cell)));
  const rounded = Number(cell.toFixed(Math.min(Math.max(digits, 0), 6)));
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

/** Markdown, which the formatter aligns when the page is written. Numbers stand at the right. */
export function markdownOf({ columns, rows }: Table): string {
  const isNumeric = columns.map((_, index) => rows.every((row) => typeof row[index] !== 'string'));
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    line(isNumeric.map((numeric) => (numeric ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(textOf))),
  ].join('\n');
}

export function terminalOf({ name, columns, rows }: Table): string {
  const lines = [columns, ...rows.map((row) => row.map(textOf))];
  const widths = columns.map((_, index) =>
    Math.max(...lines.map((cells) => [...(cells[index] ?? '')].length)),
  );
  const isText = columns.map((_, index) => rows.some((row) => typeof row[index] === 'string'));
  const shown = lines.map((cells) =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return isText[index] ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return [`${name}:`, ...shown].join('\n');
}
