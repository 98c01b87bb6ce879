import type { Scalar } from '../book/journal-event.ts';
import type { RunRecord } from '../book/run-record.ts';
import { DIMENSIONS } from '../units/dimensions.ts';
import type { WrittenEstimate } from '../units/estimate.ts';
import type { Sourced } from '../units/sourced.ts';
import { meanPower } from './export/mean-power.ts';

const { Wh } = DIMENSIONS.energy.units;

/** One column of an export: complete, in the order of the runs, null where a run has no such value. */
export type ExportColumn =
  | { readonly name: string; readonly type: 'number'; readonly values: readonly (number | null)[] }
  | { readonly name: string; readonly type: 'text' | 'time'; readonly values: readonly (string | null)[] }
  | { readonly name: string; readonly type: 'boolean'; readonly values: readonly (boolean | null)[] };

type Numbers = Readonly<Record<string, (run: RunRecord) => number | null | undefined>>;
type Texts = Readonly<Record<string, (run: RunRecord) => string | null | undefined>>;

const HEAD: Texts = {
  id: (run) => run.id,
  name: (run) => run.name,
  project: (run) => run.project,
  kind: (run) => run.kind,
  state: (run) => run.state,
};

const TIMES: Texts = { started_at: (run) => run.startedAt, ended_at: (run) => run.endedAt };

/** Energies are attributed and at the wall unless the name says otherwise. Low and high are the 90 % interval. */
const NUMBERS: Numbers = {
  duration_s: (run) => run.durationS,
  ...wattHours('energy', (run) => run.energy.wall.attributed),
  ...wattHours('active', (run) => run.energy.wall.active),
  ...wattHours('machine', (run) => run.energy.wall.machine),
  ...wattHours('chips', (run) => run.energy.chips.attributed),
  ...wattHours('facility', (run) => run.energy.facility.attributed),
  power_w: meanPower,
  ...bounded('co2e', 'g', 1, (run) => run.carbon.operational),
  ...bounded('embodied_co2e', 'g', 1, (run) => run.carbon.embodied),
  ...bounded('market_co2e', 'g', 1, (run) => run.carbon.market?.operational),
  ...bounded('marginal_co2e', 'g', 1, (run) => run.carbon.marginal?.emissions),
  live_fraction: (run) => run.carbon.live?.fraction,
  ...sourced('intensity', '_g_per_kwh', (run) => run.carbon.intensity),
  intensity_year: (run) => run.carbon.intensity?.year,
  ...sourced('market_intensity', '_g_per_kwh', (run) => run.carbon.market?.intensity),
  ...sourced('pue', '', (run) => run.carbon.pue),
  ...bounded('water', 'l', 1, (run) => run.water?.total),
  ...sourced('wue', '_l_per_kwh', (run) => run.water?.wue),
  cost: (run) => run.cost?.total.value,
  cost_low: (run) => run.cost?.total.low,
  cost_high: (run) => run.cost?.total.high,
  ...sourced('price', '_per_kwh', (run) => run.cost?.price),
  measured_fraction: (run) => run.energy.measuredFraction,
  samples_done: (run) => run.done?.samples,
  tokens_done: (run) => run.done?.tokens,
  requests_done: (run) => run.done?.requests,
  steps_done: (run) => run.done?.steps,
  cache_hits: (run) => run.cache?.hits,
  ...bounded('cache_saved', 'wh', Wh, (run) => run.cache?.saved),
  exit_code: (run) => run.exitCode,
  interval_s: (run) => run.intervalS,
  samples: (run) => run.samples,
  cpu_s: (run) => run.usage.cpuS,
  peak_rss_bytes: (run) => run.usage.peakRssBytes,
};

const TAIL: Texts = {
  grade: (run) => run.grade,
  zone: (run) => run.carbon.intensity?.zone,
  zone_name: (run) => run.carbon.intensity?.zoneName,
  zone_from: (run) => run.carbon.intensity?.zoneFrom,
  intensity_basis: (run) => run.carbon.intensity?.basis,
  intensity_boundary: (run) => run.carbon.intensity?.boundary,
  intensity_source: (run) => run.carbon.intensity?.source,
  pue_source: (run) => run.carbon.pue?.source,
  wue_source: (run) => run.water?.wue.source,
  cloud: (run) => run.machine?.cloud,
  cloud_region: (run) => run.machine?.cloudRegion,
  cost_unit: (run) => run.cost?.total.unit,
  signal: (run) => run.signal,
  limit: (run) => run.limit,
  host: (run) => run.environment['hostname'] ?? run.hostId,
  cpu: (run) => run.machine?.cpu,
  gpus: (run) => run.machine?.gpus.join('; '),
  command: (run) => run.command.join(' '),
  cwd: (run) => run.cwd,
  git_commit: (run) => run.git?.commit,
  tags: (run) => run.tags.join('; '),
  notes: (run) => run.notes.map((note) => note.text).join('\n'),
  root_id: (run) => run.rootId,
  parent_id: (run) => run.parentId,
  tracker_version: (run) => run.trackerVersion,
};

/**
 * Runs as a flat table: fixed columns with their unit in the name, then one for each component, stage, parameter and metric that
 * any of the runs has. Nothing is rounded, sampled or left out.
 *
 * @example
 * exportTable(runs).map((column) => column.name) // ['id', …, 'energy_wh', …]
 */
export function exportTable(runs: readonly RunRecord[]): readonly ExportColumn[] {
  const texts = (from: Texts, type: 'text' | 'time'): ExportColumn[] =>
    Object.entries(from).map(([name, get]) => ({ name, type, values: runs.map((run) => get(run) ?? null) }));
  const numbers = (from: Numbers): ExportColumn[] =>
    Object.entries(from).map(([name, get]) => ({
      name,
      type: 'number',
      values: runs.map((run) => get(run) ?? null),
    }));
  return [
    ...texts(HEAD, 'text'),
    ...texts(TIMES, 'time'),
    ...numbers(NUMBERS),
    ...texts(TAIL, 'text'),
    ...numbers(parts(runs, 'component', (run) => run.energy.components)),
    ...texts(componentFacts(runs), 'text'),
    ...numbers(parts(runs, 'stage', (run) => run.energy.stages)),
    ...keysOf(runs, (run) => run.params).map((key) =>
      scalarColumn(
        `param.${key}`,
        runs.map((run) => own(run.params, key)),
      ),
    ),
    ...numbers(
      Object.fromEntries(
        keysOf(runs, (run) => run.metrics).map((key) => [
          `metric.${key}`,
          (run: RunRecord) => own(run.metrics, key),
        ]),
      ),
    ),
  ];
}

function bounded(
  name: string,
  unit: string,
  factor: number,
  get: (run: RunRecord) => WrittenEstimate | undefined,
): Numbers {
  const over = (value: number | null | undefined): number | null =>
    value === null || value === undefined ? null : value / factor;
  return {
    [`${name}_${unit}`]: (run) => over(get(run)?.value),
    [`${name}_low_${unit}`]: (run) => over(get(run)?.low),
    [`${name}_high_${unit}`]: (run) => over(get(run)?.high),
  };
}

/** A constant with both ends of its interval. */
function sourced(name: string, unit: string, get: (run: RunRecord) => Sourced | null | undefined): Numbers {
  return {
    [`${name}${unit}`]: (run) => get(run)?.value,
    [`${name}_low${unit}`]: (run) => get(run)?.low,
    [`${name}_high${unit}`]: (run) => get(run)?.high,
  };
}

function wattHours(name: string, get: (run: RunRecord) => WrittenEstimate): Numbers {
  return bounded(name, 'wh', Wh, get);
}

function parts(
  runs: readonly RunRecord[],
  kind: string,
  get: (run: RunRecord) => Readonly<Record<string, { readonly attributed: WrittenEstimate }>>,
): Numbers {
  const column = (name: string, end: 'value' | 'low' | 'high') => (run: RunRecord) => {
    const joules = own(get(run), name)?.attributed[end] ?? null;
    return joules === null ? null : joules / Wh;
  };
  // The end of the interval stands before the name: a stage may itself be called `train_low`.
  return Object.fromEntries(
    keysOf(runs, get).flatMap((name) => [
      [`${kind}.${name}_wh`, column(name, 'value')],
      [`${kind}_low.${name}_wh`, column(name, 'low')],
      [`${kind}_high.${name}_wh`, column(name, 'high')],
    ]),
  );
}

/** How each component was measured, and how good that is. */
function componentFacts(runs: readonly RunRecord[]): Texts {
  return Object.fromEntries(
    keysOf(runs, (run) => run.energy.components).flatMap((name) => [
      [`component_grade.${name}`, (run: RunRecord) => own(run.energy.components, name)?.grade],
      [`component_method.${name}`, (run: RunRecord) => own(run.energy.components, name)?.method],
    ]),
  );
}

/** A parameter is a number where it is one in all runs, else text; so no run's value is lost to another's type. */
function scalarColumn(name: string, values: readonly (Scalar | undefined)[]): ExportColumn {
  const known = values.filter((value) => value !== undefined && value !== null);
  if (known.length > 0 && known.every((value) => typeof value === 'number')) {
    return {
      name,
      type: 'number',
      values: values.map((value) => (typeof value === 'number' ? value : null)),
    };
  }
  if (known.length > 0 && known.every((value) => typeof value === 'boolean')) {
    return {
      name,
      type: 'boolean',
      values: values.map((value) => (typeof value === 'boolean' ? value : null)),
    };
  }
  return { name, type: 'text', values: values.map(textOf) };
}

function textOf(value: Scalar | undefined): string | null {
  return value === undefined || value === null ? null : String(value);
}

function keysOf(
  runs: readonly RunRecord[],
  get: (run: RunRecord) => Readonly<Record<string, unknown>>,
): readonly string[] {
  return [...new Set(runs.flatMap((run) => Object.keys(get(run))))].sort();
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
