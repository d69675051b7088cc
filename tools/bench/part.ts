// What one part of `npm run bench` measures: rows for tables, bars for charts.

export interface MeasureOptions {
  /** A short look in place of the figures that are published: fewer runs of everything. */
  quick: boolean;
  /** Tells the developer how far the part is. */
  progress(line: string): void;
}

/** A number is shown with three significant digits, null as "-". */
export type Cell = string | number | null;

export interface Table {
  /** Its place in a page: between `<!-- bench:<name> -->` and `<!-- /bench:<name> -->`. */
  name: string;
  /** Units stand here: "p50 ms". */
  columns: string[];
  rows: Cell[][];
}

export interface Bar {
  label: string;
  value: number;
  /** The spread, drawn as a line over the bar. */
  low?: number;
  high?: number;
  /** Ours is drawn in the accent colour, what we compare with in gray. */
  ours: boolean;
}

/** Horizontal bars, in groups; becomes tools/bench/images/<name>.svg, shown at `bench:chart.<name>`. */
export interface Chart {
  name: string;
  title: string;
  unit: string;
  groups: { label: string; bars: Bar[] }[];
}

export interface Part {
  /** The name of the file in bench/ that measures it. */
  name: string;
  tables: Table[];
  charts: Chart[];
}

/**
 * What each file of a part exports. It runs in a process of its own, with an empty embedded Firestore
 * of its own at FIRESTORE_EMULATOR_HOST.
 */
export type Measure = (options: MeasureOptions) => Promise<Part>;
