import type { LeaderboardEntry } from '../../report/leaderboard/entry.ts';
import { joulesPerPoint } from '../../report/leaderboard/per-point.ts';
import type { Standing } from '../../report/leaderboard/standing.ts';

/** A leaderboard under `--json`: energies in J, carbon in g. */
export function standingJson({ task, constraints, classes, unplaced }: Standing): unknown {
  return {
    task,
    constraints,
    classes: classes.map(({ hardware, placed }) => {
      const perPoint = joulesPerPoint(
        placed.map(({ entry, frontier }) => ({ ...entry, frontier })),
        task.goal,
        task.baseline,
      );
      return {
        hardware,
        entries: placed.map(({ entry, energyRank, metricRank, frontier }) => ({
          ...figuresOf(entry),
          energyRank,
          metricRank,
          frontier,
          joulesPerPoint: perPoint.get(entry.name) ?? null,
        })),
      };
    }),
    unplaced: unplaced.map(({ entry, why }) => ({ ...figuresOf(entry), why })),
  };
}

function figuresOf(entry: LeaderboardEntry): object {
  const { name, by, note, metric, energy, carbon, durationS, perWork, grade, runs, configuration } = entry;
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
    ...(perWork === undefined ? {} : { perWork }),
    grade,
    runs: runs.map(({ id }) => id),
  };
}
