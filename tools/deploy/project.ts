// Another Firebase project's folder: where its rules and indexes for the database (default) are.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandError } from '../process/command.ts';
import { parseJson } from './jsonText.ts';

export interface ProjectFiles {
  folder: string;
  /** Absolute paths; the files need not exist. */
  indexes: string;
  rules: string;
  /** What firebase.json lacks to deploy them, as a sentence for each. */
  notDeployed: string[];
}

interface FirestoreConfig {
  database?: string;
  rules?: string;
  indexes?: string;
}

/** Throws a CommandError where the folder is no Firebase project. */
export function findProjectFiles(into: string): ProjectFiles {
  const folder = resolve(into);
  const file = join(folder, 'firebase.json');
  if (!existsSync(file)) throw new CommandError(`${file} does not exist: name a Firebase project.`);
  const config = parseConfig(file);
  const all = config.firestore === undefined ? [] : [config.firestore].flat();
  const firestore = all.find(({ database = '(default)' }) => database === '(default)');
  const { indexes, rules } = firestore ?? {};
  return {
    folder,
    indexes: join(folder, indexes ?? 'firestore.indexes.json'),
    rules: join(folder, rules ?? 'firestore.rules'),
    notDeployed: [
      ...(indexes ? [] : ['firebase.json must name firestore.indexes.json as firestore.indexes.']),
      ...(rules ? [] : ['firebase.json must name firestore.rules as firestore.rules.']),
    ],
  };
}

function parseConfig(file: string): { firestore?: FirestoreConfig | FirestoreConfig[] } {
  try {
    return parseJson(readFileSync(file, 'utf8'));
  } catch {
    throw new CommandError(`${file} is not JSON.`);
  }
}

/** The text of a file, or null where there is none. */
export function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
