import type { RunRecord } from '../../book/run-record.ts';
import { UNITS_AT_ONCE, WORK_UNITS, type WorkUnit } from '../../book/work-unit.ts';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { scale } from '../../units/arithmetic.ts';
import { fromWritten, type WrittenEstimate, written } from '../../units/estimate.ts';
import { configurationNames, configurationOf } from '../statement/configuration.ts';
import { type Mean, meanEstimate, meanOf } from '../statement/mean.ts';
import { seedOf } from '../statement/seed.ts';
import type { EntryMachine, EntryRun, JournalFile, LeaderboardEntry } from './entry.ts';

/** A run of an entry with the file that holds its journal. */
export interface PackedRun {
  readonly record: RunRecord;
  readonly journal: JournalFile;
  /** Of its readings: of two runs never the same. */
  readonly readings: string;
}

/** What an entry says that no journal does. */
export interface EntryNames {
  readonly name: string;
  readonly by: string;
  readonly note?: string;
}

/**
 * An entry from the records that its journals give. Adding one and verifying it are this same computation. E_VERIFY where the runs are no repetitions of
 * one measured configuration.
 */
export function makeEntry(
  runs: readonly PackedRun[],
  metricName: string,
  { name, by, note }: EntryNames,
): Result<LeaderboardEntry> {
  const records = runs.map(({ record }) => record);
  const [first] = records;
  const wrong = faultOf(records, metricName) ?? copied(runs);
  if (wrong !== undefined || first === undefined) return err(wrong ?? fault('there are no runs'));
  const seeds = bySeed(records);
  const over = (value: (run: RunRecord) => number): Mean =>
    meanOf(seeds.map((same) => same.reduce((sum, run) => sum + value(run), 0) / same.length));
  const estimates = (value: (run: RunRecord) => WrittenEstimate): WrittenEstimate[][] =>
    seeds.map((same) => same.map(value));
  const isOneGrid = new Set(records.map(gridText)).size === 1;
  return ok({
    schema: 'joulebook.leaderboard-entry/1',
    name,
    by,
    ...(note === undefined ? {} : { note }),
    metricName,
    configuration: configurationOf(first),
    machine: machineOf(first),
    commits: [...new Set(records.flatMap(({ git }) => (git === null ? [] : [git.commit])))].sort(),
    runs: runs.map((run) => entryRun(run, metricName)),
    metric: over((run) => run.metrics[metricName] ?? Number.NaN),
    energy: meanEstimate(
      estimates(({ energy }) => energy.wall.attributed),
      name,
      'J',
    ),
    carbon: isOneGrid
      ? meanEstimate(
          estimates(({ carbon }) => carbon.operational),
          name,
          'g',
        )
      : null,
    durationS: over((run) => run.durationS),
    ...perWorkOf(seeds, name),
    grade: records.map(({ grade }) => grade).reduce((worst, grade) => (grade > worst ? grade : worst)),
  });
}

/** Runs of one seed count once, as their mean; a run that names none is one of its own. */
function bySeed(records: readonly RunRecord[]): readonly (readonly RunRecord[])[] {
  const seeds = new Map<string, RunRecord[]>();
  for (const run of records) {
    const seed = seedOf(run) ?? `run ${run.id}`;
    seeds.set(seed, [...(seeds.get(seed) ?? []), run]);
  }
  return [...seeds.values()];
}

/** Work per seed differs where a training stops early: the energy of each run is spread over its own. */
function perWorkOf(
  seeds: readonly (readonly RunRecord[])[],
  name: string,
): Pick<LeaderboardEntry, 'perWork'> {
  const units = WORK_UNITS.filter((unit) =>
    seeds.every((same) => same.every((run) => countOf(run, unit) > 0)),
  );
  if (units.length === 0) return {};
  const each = (run: RunRecord, unit: WorkUnit): WrittenEstimate =>
    written(scale(fromWritten(run.energy.wall.attributed), UNITS_AT_ONCE / countOf(run, unit)), 'J');
  const means = units.map(
    (unit) =>
      [
        unit,
        meanEstimate(
          seeds.map((same) => same.map((run) => each(run, unit))),
          name,
          'J',
        ),
      ] as const,
  );
  return { perWork: Object.fromEntries(means) };
}

function countOf({ done }: RunRecord, unit: WorkUnit): number {
  return done?.[unit] ?? 0;
}

function entryRun({ record, journal }: PackedRun, metricName: string): EntryRun {
  const { id, startedAt, durationS, metrics, energy, carbon, grade, done, trackerVersion } = record;
  return {
    id,
    seed: seedOf(record) ?? null,
    startedAt,
    durationS,
    metric: metrics[metricName] ?? Number.NaN,
    energy: energy.wall.attributed,
    carbon: carbon.operational,
    grid: gridText(record),
    grade,
    ...(done === undefined ? {} : { done }),
    trackerVersion,
    journal,
  };
}

function machineOf({ machine }: RunRecord): EntryMachine | null {
  if (machine === null) return null;
  const { cpu, sockets, gpus, instanceType } = machine;
  return { cpu, sockets, gpus, ...(instanceType === undefined ? {} : { instanceType }) };
}

function gridText({ carbon: { intensity } }: RunRecord): string | null {
  return intensity === null ? null : `${intensity.zone}, ${intensity.basis}, ${intensity.boundary}`;
}

function faultOf(records: readonly RunRecord[], metricName: string): Problem | undefined {
  for (const { id, parentId, parts, state, grade, metrics, energy, samples } of records) {
    if (parentId !== undefined)
      return fault(`run ${id} is a part of another run`, 'It carries no idle energy of its own.');
    if (parts !== undefined || grade === 'D' || samples === 0)
      return fault(`run ${id} was not measured by joulebook`, 'Its energy follows from no readings.');
    if (state !== 'ok') return fault(`run ${id} did not end well: ${state}`);
    if (!Number.isFinite(metrics[metricName] ?? Number.NaN))
      return fault(`run ${id} has no metric ${metricName}`, named(Object.keys(metrics)));
    const { value } = energy.wall.attributed;
    if (value === null || !(value > 0)) return fault(`the energy of run ${id} is not known`);
  }
  if (new Set(records.map(({ id }) => id)).size < records.length) return fault('a run is there twice');
  const configurations = records.map(configurationOf);
  const distinct = [...new Map(configurations.map((each) => [JSON.stringify(each), each])).values()];
  if (distinct.length > 1) {
    const names = configurationNames(distinct).slice(0, MOST_NAMED).join('; ');
    return fault(
      `the runs are of ${distinct.length} configurations`,
      `An entry is one, over its seeds. They are: ${names}${distinct.length > MOST_NAMED ? '; …' : ''}.`,
      'Choose the runs of one: a filter takes parameters, e.g. param.lr=0.1.',
    );
  }
  return undefined;
}

/** A run that is copied under other ids, with other seeds, would be as many seeds as one likes. */
function copied(runs: readonly PackedRun[]): Problem | undefined {
  const seen = new Map<string, string>();
  for (const { record, readings } of runs) {
    const other = seen.get(readings);
    if (other !== undefined)
      return fault(
        `runs ${other} and ${record.id} have the same readings`,
        'No two runs take the same joules in the same moments: one is a copy of the other.',
      );
    seen.set(readings, record.id);
  }
  return undefined;
}

const MOST_NAMED = 4;

function named(metrics: readonly string[]): string {
  return metrics.length === 0
    ? 'It has none.'
    : `It has ${metrics.slice(0, MOST_NAMED).join(', ')}${metrics.length > MOST_NAMED ? ', …' : ''}.`;
}

function fault(what: string, why?: string, fix?: string): Problem {
  return problem('E_VERIFY', what, why, fix);
}
