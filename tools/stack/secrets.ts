// The secrets of the local stack: made at the first start, kept in a file that git ignores.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../process/paths.ts';

const file = join(root, 'functions', '.secret.local');

/** Fills in what functions/.secret.local lacks; a secret that is there stays as it is. */
export async function makeLocalSecrets(): Promise<void> {
  const present = readLocalSecrets();
  const lines: string[] = [];
  if (!present.SESSION_KEYS) {
    // Not before now: this loads what the functions' packages bring.
    const { generateSessionKeys } = await import('../../functions/src/tokens/sessionKeys.ts');
    lines.push(`SESSION_KEYS=${await generateSessionKeys()}`);
  }
  if (!present.INTROSPECTION_SECRET) {
    lines.push(`INTROSPECTION_SECRET=${randomBytes(32).toString('base64url')}`);
  }
  // The emulator asks nobody on the network for places.
  if (!present.IPAPI_KEY) lines.push('IPAPI_KEY=none');
  if (lines.length === 0) return;
  const text = existsSync(file) ? readFileSync(file, 'utf8').trimEnd() : '';
  // In one step, so that a stack starting beside this one reads all or nothing.
  const part = `${file}.${process.pid}`;
  await writeFile(part, `${[text, ...lines].filter(Boolean).join('\n')}\n`, { mode: 0o600 });
  await rename(part, file);
}

/** The secrets by name; empty where none have been made yet. */
export function readLocalSecrets(): Record<string, string> {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name !== undefined && value !== undefined ? [[name, value]] : [];
    }),
  );
}
