// What an instance has met before, so that it says some things once and not at each call.

/** Whether this is the first time of a matter, as far as it remembers: so many, then it begins anew. */
export function firstTimes(most: number): (matter: string) => boolean {
  const met = new Set<string>();
  return (matter) => {
    if (met.has(matter)) return false;
    if (met.size >= most) met.clear();
    met.add(matter);
    return true;
  };
}
