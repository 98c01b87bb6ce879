import { linkTo, view } from '../../state/location.ts';
import type { RunTable } from '../../state/runs/run-table.ts';
import type { FrontierNames } from './frontier-data.ts';

/** More are not offered by name. */
const MOST_PROJECTS = 6;

/** A metric of one name is not one thing in two tasks: says so, and leads to each. */
export function ProjectHint({
  table,
  names,
  rows,
  metric,
}: {
  readonly table: RunTable;
  readonly names: FrontierNames;
  readonly rows: readonly number[];
  readonly metric: string;
}) {
  const projects = projectsWith(table, names, rows, metric);
  if (projects.length < 2) return null;
  return (
    <p class="muted">
      These runs are of {projects.length} projects, and {metric} compares within one task only:{' '}
      {projects.slice(0, MOST_PROJECTS).map(([name, runs], n) => (
        <span key={name}>
          {n > 0 && ' · '}
          <a href={linkTo('/frontier', { ...keptView(), p: name })}>
            <bdi>{name}</bdi>
          </a>{' '}
          ({runs})
        </span>
      ))}
      {projects.length > MOST_PROJECTS && ` and ${projects.length - MOST_PROJECTS} more`}.
    </p>
  );
}

/** What else the address says of this page, but for demands and zoom, which are of other runs. */
function keptView(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(['y', 'x', 'log', 'g', 'unfinished', 'seeds'].map((key) => [key, view(key)]));
}

/** Projects of the runs that have the metric, those of most runs first. */
function projectsWith(
  table: RunTable,
  { metrics, sets, setOf }: FrontierNames,
  rows: readonly number[],
  metric: string,
): readonly (readonly [name: string, runs: number])[] {
  const place = metrics.indexOf(metric);
  const holds = sets.map((set) => set.includes(place));
  const projects = (table.shown('project') ?? []) as readonly string[];
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (holds[setOf[row] ?? -1] !== true) continue;
    const name = projects[row] ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
