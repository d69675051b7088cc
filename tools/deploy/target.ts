// Which project a deployment is for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../process/paths.ts';

export interface Target {
  id: string;
  /** Its name in .firebaserc, if it was called by that. */
  alias: string | undefined;
}

/** The project of `--project`: an id, or an alias of .firebaserc. */
export function findTarget(name: string, file = join(root, '.firebaserc')): Target {
  const { projects } = JSON.parse(readFileSync(file, 'utf8')) as {
    projects: Record<string, string>;
  };
  const id = projects[name];
  return id ? { id, alias: name } : { id: name, alias: undefined };
}

/** How the Firebase CLI is told: by its alias, if it was called by that, so that it reads `.env.<alias>` too. */
export function projectOption({ id, alias }: Target): string[] {
  return ['--project', alias ?? id];
}
