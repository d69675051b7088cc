// A text as the formatter of this repository writes it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, type FormatConfig } from 'oxfmt';
import { root } from '../process/paths.ts';

/** The text formatted as what it would be in this file. Throws where it cannot be read as that. */
export async function formatted(file: string, text: string): Promise<string> {
  const config = JSON.parse(readFileSync(join(root, '.oxfmtrc.json'), 'utf8')) as FormatConfig;
  const { code, errors } = await format(file, text, config);
  if (errors.length > 0) throw new TypeError(`${file}: ${errors[0]?.message}`);
  return code;
}
