import type { RunRecord } from '../../book/run-record.ts';
import { summable } from '../../book/summable.ts';
import { sum } from '../../units/arithmetic.ts';
import { type Estimate, fromWritten, interval, type WrittenEstimate } from '../../units/estimate.ts';
import type { Family } from './exposition.ts';

/** Whether the runs are all of a book, or those that a filter let through. */
export type Extent = 'book' | 'selection';

/**
 * Sums by project, each joule once. Runs of which only bounds are known are in no total, and are counted.
 *
 * A counter must never fall: Prometheus takes a fall for a restart, and counts the whole total again. So only of a whole book are they
 * counters, and of runs that are over; those of a selection, which runs leave, are gauges.
 */
export function projectTotals(runs: readonly RunRecord[], extent: Extent): readonly Family[] {
  const byProject = new Map<string, RunRecord[]>();
  for (const run of summable(runs)) {
    const all = byProject.get(run.project);
    if (all === undefined) byProject.set(run.project, [run]);
    else all.push(run);
  }
  const groups = [...byProject].map(([project, all]) => ({ labels: { project }, all }));
  const counter = (
    name: string,
    unit: string,
    what: string,
    read: (run: RunRecord) => WrittenEstimate,
  ): readonly Family[] => {
    const isCounter = extent === 'book';
    const sums = groups.map(({ labels, all }) => ({
      labels,
      total: total(isCounter ? all.filter(({ state }) => state !== 'running') : all, read),
    }));
    const gauge = (end: 'low' | 'high'): Family => ({
      name: `joulebook_${name}_${end}_${unit}`,
      type: 'gauge',
      unit,
      help: `${what}: ${end} end of the 90% interval of the total.`,
      samples: sums.flatMap(({ labels, total }) => {
        const value = interval(total)[end];
        return value === null ? [] : [{ labels, value }];
      }),
    });
    return [
      {
        name: `joulebook_${name}_${unit}`,
        type: isCounter ? 'counter' : 'gauge',
        unit,
        help: `${what}, over the root runs of a project ${isCounter ? 'that are over and ' : ''}whose value is known.`,
        samples: sums.map(({ labels, total }) => ({ labels, value: total.value ?? 0 })),
      },
      gauge('low'),
      gauge('high'),
    ];
  };
  return [
    ...counter(
      'energy',
      'joules',
      'Energy attributed to runs, at the wall',
      (run) => run.energy.wall.attributed,
    ),
    ...counter(
      'operational_carbon',
      'grams',
      'CO2e of the electricity of runs',
      (run) => run.carbon.operational,
    ),
    {
      name: 'joulebook_runs',
      type: 'gauge',
      help: 'Root runs of a project.',
      samples: groups.map(({ labels, all }) => ({ labels, value: all.length })),
    },
    {
      name: 'joulebook_runs_without_energy',
      type: 'gauge',
      help: 'Root runs of a project of whose energy only bounds are known: they are in no total.',
      samples: groups.map(({ labels, all }) => ({
        labels,
        value: all.filter((run) => run.energy.wall.attributed.value === null).length,
      })),
    },
  ];
}

function total(runs: readonly RunRecord[], read: (run: RunRecord) => WrittenEstimate): Estimate {
  return sum(runs.map((run) => fromWritten(read(run))).filter(({ value }) => value !== null));
}
