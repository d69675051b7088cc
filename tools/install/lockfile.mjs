// Whether a folder's packages are there, as its lockfile names them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether node_modules holds every package that the lockfile names, in that version. npm writes the
 * list inside node_modules last, so an interrupted install has none.
 * @param {string} folder
 */
export function isInstalled(folder) {
  const wanted =
    readPackages(join(folder, 'package-lock.json')) ??
    readPackages(join(folder, 'npm-shrinkwrap.json'));
  const found = readPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted || !found) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    if (!found[path]) return optional === true;
    return found[path].version === version && existsSync(join(folder, path, 'package.json'));
  });
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, optional?: boolean }> | null}
 */
function readPackages(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}
