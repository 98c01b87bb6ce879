import type { FileEntry } from './file-entry.ts';

/** The one setting that may be written as a map. */
export const BUDGET = 'budget';
const PROJECTS = 'projects';

/** Keys of maps: no settings themselves. */
export const NAMES_OF_MAPS: readonly string[] = [BUDGET, `${BUDGET}.${PROJECTS}`];

type YamlMap = Readonly<Record<string, unknown>>;
type Places = Pick<FileEntry, 'keyAt' | 'valueAt'>;

/** Whether the value of `budget:` is a map; anything else is told as any wrong setting is. */
export function isBudgetMap(value: unknown): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The entries of a `budget:` map, as if each stood on a line of its own: `budget.energy`, and those under `projects` with the project that they
 * are for.
 *
 * @param placesIn where the last key of a path stands.
 */
export function budgetEntries(
  map: YamlMap,
  placesIn: (path: readonly string[]) => Places,
): readonly FileEntry[] {
  return Object.entries(map).flatMap(([key, value]) => {
    if (key !== PROJECTS || !isBudgetMap(value)) {
      return [{ key: `${BUDGET}.${key}`, value, ...placesIn([BUDGET, key]) }];
    }
    return Object.entries(value).flatMap(([project, own]) => {
      const path = [BUDGET, PROJECTS, project];
      if (!isBudgetMap(own)) return [{ key: `${BUDGET}.${PROJECTS}`, value: own, ...placesIn(path) }];
      return Object.entries(own).map(([name, inner]) => ({
        key: `${BUDGET}.${name}`,
        value: inner,
        project,
        ...placesIn([...path, name]),
      }));
    });
  });
}
