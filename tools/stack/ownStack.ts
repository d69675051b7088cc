// The stack of this checkout that other commands work on: `npm start` leaves the address of its hub in
// .cache for as long as it runs. A stack of another checkout is never taken for it.
import { existsSync, globSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../process/command.ts';
import { cache, root } from '../process/paths.ts';
import { readProject } from './config.ts';
import { findStack, type Stack } from './running.ts';

const fileIn = (folder: string) => join(folder, 'hub');

/** Lets other commands of this checkout find the stack whose logs are in this folder. Returns how to end that. */
export function announceStack(folder: string, hub: string): () => void {
  writeFileSync(fileIn(folder), hub);
  return () => rmSync(fileIn(folder), { force: true });
}

/**
 * The stack that FIREBASE_EMULATOR_HUB names, else the one that `npm start` runs here; null where there is
 * none. Throws a CommandError where it is another checkout's, or one of several.
 */
export async function findOwnStack(
  named = process.env['FIREBASE_EMULATOR_HUB'],
  folder = cache,
): Promise<Stack | null> {
  const hubs = named ? [named] : announcedHubs(folder);
  const found: { hub: string; stack: Stack }[] = [];
  for (const hub of hubs) {
    const stack = await findStack(hub);
    if (stack && isHere(stack)) found.push({ hub, stack });
    else if (stack && named) {
      throw new CommandError(
        `The emulators at ${hub} are those of ${stack.folder}, not of ${root}.`,
      );
    }
  }
  if (found.length > 1) {
    throw new CommandError(
      `Several stacks of ${root} run here: set FIREBASE_EMULATOR_HUB to one of ` +
        `${found.map(({ hub }) => hub).join(', ')}.`,
    );
  }
  return found[0]?.stack ?? null;
}

/** What a person wants to read before something is changed there. */
export function describeStack({ folder, addresses }: Stack): string {
  return `the emulators of ${folder} (project ${readProject()}, Firestore ${addresses['firestore']})`;
}

/** After a hard end the address stays; whoever listens there now shows its own folder. */
function announcedHubs(folder: string): string[] {
  const files = globSync(fileIn(join(folder, 'stack-*')));
  return [...new Set(files.map((file) => readFileSync(file, 'utf8')))];
}

function isHere({ folder }: Stack): boolean {
  return existsSync(folder) && realpathSync(folder) === realpathSync(root);
}
