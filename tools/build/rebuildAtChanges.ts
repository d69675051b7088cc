// Builds again at each change of a source file, one build at a time. A change that comes during a build
// is followed by another one.
import { readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/** `failed` is told of a build that failed; what it would have written stays as it was. Returns how to stop. */
export function rebuildAtChanges(
  folders: readonly string[],
  build: () => Promise<void>,
  failed: (error: unknown) => void,
): () => void {
  let isBuilding = false;
  let hasChanged = false;

  async function follow(): Promise<void> {
    hasChanged = true;
    if (isBuilding) return;
    isBuilding = true;
    while (hasChanged) {
      hasChanged = false;
      await build().catch(failed);
    }
    isBuilding = false;
  }

  // Node's own recursive watch on Linux loses a file that an editor replaces.
  const watchers = folders
    .flatMap((folder) => [folder, ...foldersIn(folder)])
    .map((folder) => watch(folder, () => void follow()));
  return () => watchers.forEach((watcher) => watcher.close());
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
}
