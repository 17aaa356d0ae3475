/**
 * An address with some of its parameters changed. What is empty leaves it: the router keeps
 * parameters that a page does not know, so an empty one would come back as a filter.
 */
export function changedSearch<T extends object>(old: T, change: Partial<T>): T {
  const all = Object.entries({ ...old, ...change });
  return Object.fromEntries(all.filter(([, value]) => value !== '' && value !== undefined)) as T;
}
