// One line of `npm run deploy:check`.

export interface Finding {
  state: 'ok' | 'wrong' | 'unknown';
  text: string;
  /** The command, or the sentence, that mends it. */
  mend?: string;
}

export const ok = (text: string): Finding => ({ state: 'ok', text });
export const wrong = (text: string, mend: string): Finding => ({ state: 'wrong', text, mend });
export const unknown = (text: string, mend: string): Finding => ({ state: 'unknown', text, mend });

const labels = { ok: 'ok', wrong: 'wrong', unknown: 'not checkable here' };

/** The line, with what mends it below. */
export function printed({ state, text, mend }: Finding): string {
  const line = `${labels[state].padEnd(20)}${text}`;
  return mend ? `${line}\n${' '.repeat(20)}-> ${mend}` : line;
}
