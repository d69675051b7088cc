// Document path patterns of triggers: `users/{id}`, `{path=**}`, `a/{b=*}/c/d`.

/** A test for document paths (relative to the root). A literal pattern matches only itself. */
export function compilePathPattern(pattern: string): (path: string) => boolean {
  const source = pattern
    .split('/')
    .filter(Boolean)
    .map((segment) => {
      if (/^(\{[^}]*=\*\*\}|\*\*)$/.test(segment)) return '.+';
      if (/^(\{[^}]*\}|\*)$/.test(segment)) return '[^/]+';
      return segment.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    })
    .join('/');
  const expression = new RegExp(`^${source}$`, 's');
  return (path) => expression.test(path);
}
