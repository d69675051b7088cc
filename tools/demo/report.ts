// The demo's voice: numbered steps in plain words, and each promise held against what came.
import { isDeepStrictEqual, styleText } from 'node:util';

export interface Report {
  /** Plays one step under its title. */
  step<Result>(title: string, play: () => Promise<Result>): Promise<Result>;
  /** What happened, and who did it. */
  say(who: string, what: string): void;
  /** A promise of the product: throws a BrokenPromise unless what came is what was expected. */
  promise(what: string, came: unknown, expected: unknown): void;
  readonly counts: { steps: number; promises: number };
}

/** What the product promises did not happen; the message says what was expected and what came. */
export class BrokenPromise extends Error {
  constructor(what: string, came: unknown, expected: unknown) {
    const lines = [
      `Not as promised: ${what}`,
      `expected ${show(expected)}`,
      `came     ${show(came)}`,
    ];
    super(lines.join('\n'));
    this.name = 'BrokenPromise';
  }
}

const whoWidth = 8;

export function openReport(print: (line: string) => void): Report {
  const counts = { steps: 0, promises: 0 };

  function write(label: string, text: string): void {
    const [first, ...more] = text.split('\n');
    print(`   ${label}  ${first}`);
    for (const line of more) print(`   ${' '.repeat(whoWidth)}  ${line}`);
  }

  return {
    counts,

    async step(title, play) {
      counts.steps += 1;
      print(`\n${styleText('bold', `${counts.steps}. ${title}`)}`);
      return await play();
    },

    say(who, what) {
      write(styleText('cyan', who.padEnd(whoWidth)), what);
    },

    promise(what, came, expected) {
      if (!isDeepStrictEqual(came, expected)) throw new BrokenPromise(what, came, expected);
      counts.promises += 1;
      write(styleText('green', 'promised'.padEnd(whoWidth)), what);
    },
  };
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
