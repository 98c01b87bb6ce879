import type { Group } from './groups.ts';

/**
 * The project whose configurations stand against each other in quality and energy: that of the baseline, else the one of which most have the metric (any,
 * where none is named). Qualities of different tasks do not compare, whatever they are called.
 */
export function mainProject(groups: readonly Group[], metric?: string): string | undefined {
  const marked = groups.find(({ isBaseline }) => isBaseline);
  if (marked !== undefined) return marked.configuration.project;
  const counts = new Map<string, number>();
  for (const { configuration, metrics } of groups) {
    const isThere = metric === undefined ? Object.keys(metrics).length > 0 : metric in metrics;
    if (isThere) counts.set(configuration.project, (counts.get(configuration.project) ?? 0) + 1);
  }
  const [best] = [...counts].toSorted(([, a], [, b]) => b - a);
  return best?.[0];
}
