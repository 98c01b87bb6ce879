import type { LeaderboardEntry } from '../../report/leaderboard/entry.ts';
import type { Standing } from '../../report/leaderboard/standing.ts';

/** A leaderboard under `--json`: energies in J, carbon in g. */
export function standingJson({ task, constraints, classes, unplaced }: Standing): unknown {
  return {
    task,
    constraints,
    classes: classes.map(({ hardware, placed }) => ({
      hardware,
      entries: placed.map(({ entry, energyRank, metricRank, frontier }) => ({
        ...figuresOf(entry),
        energyRank,
        metricRank,
        frontier,
      })),
    })),
    unplaced: unplaced.map(({ entry, why }) => ({ ...figuresOf(entry), why })),
  };
}

function figuresOf(entry: LeaderboardEntry): object {
  const { name, by, note, metric, energy, carbon, durationS, grade, runs, configuration } = entry;
  return {
    name,
    by,
    ...(note === undefined ? {} : { note }),
    hardware: configuration.machine,
    configuration,
    metric,
    energy,
    carbon,
    durationS,
    grade,
    runs: runs.map(({ id }) => id),
  };
}
