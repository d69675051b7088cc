// Which of two versions of an app is the older one.

/** "2", "2.3" or "2.3.0.1": what a version can be compared with. */
const limitPattern = /^\d{1,9}(\.\d{1,9}){0,3}$/;

/** The same as an app writes it: "v2.3.0-beta.1 (145)". */
const versionPattern = /^v?(\d{1,9}(?:\.\d{1,9}){0,3})(-[0-9A-Za-z.-]+)?(?![-.\w])/;

export function isVersionLimit(text: string): boolean {
  return limitPattern.test(text);
}

/**
 * Whether the app is older than the limit: by its numbers, and as a pre-release of it (Semantic Versioning 2.0.0,
 * §11). null where it says no version, or none that can be compared.
 */
export function isVersionBelow(version: string | null, limit: string): boolean | null {
  const [match, digits, preRelease] = versionPattern.exec(version?.trim() ?? '') ?? [];
  if (match === undefined || digits === undefined) return null;
  const numbers = digits.split('.').map(Number);
  const limits = limit.split('.').map(Number);
  for (let at = 0; at < 4; at += 1) {
    const difference = (numbers[at] ?? 0) - (limits[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return preRelease !== undefined;
}
