import { DIMENSIONS } from '../units/dimensions.ts';
import { componentEnergies, total } from './component-energies.ts';
import { cloudOf, placeOf } from './emissions-place.ts';
import type { EmissionsView } from './emissions-view.ts';
import type { RunRecord } from './run-record.ts';

/** The columns of `emissions.csv` in the order in which CodeCarbon 3.x writes them (`output_methods/emissions_data.py`). */
export const EMISSIONS_COLUMNS = [
  'timestamp',
  'project_name',
  'run_id',
  'experiment_id',
  'duration',
  'emissions',
  'emissions_rate',
  'cpu_power',
  'gpu_power',
  'ram_power',
  'cpu_energy',
  'gpu_energy',
  'ram_energy',
  'energy_consumed',
  'water_consumed',
  'country_name',
  'country_iso_code',
  'region',
  'cloud_provider',
  'cloud_region',
  'os',
  'python_version',
  'codecarbon_version',
  'cpu_count',
  'cpu_model',
  'gpu_count',
  'gpu_model',
  'longitude',
  'latitude',
  'ram_total_size',
  'tracking_mode',
  'cpu_utilization_percent',
  'gpu_utilization_percent',
  'ram_utilization_percent',
  'ram_used_gb',
  'on_cloud',
  'pue',
  'wue',
] as const;

export type EmissionsColumn = (typeof EMISSIONS_COLUMNS)[number];

/** A cell; null is written empty: not known. */
export type Cell = string | number | null;

/** One run as CodeCarbon writes it. */
export type EmissionsRow = Readonly<Record<EmissionsColumn, Cell>>;

const { kWh } = DIMENSIONS.energy.units;
const G_PER_KG = DIMENSIONS.mass.units.kg;
const BYTES_PER_GIB = 2 ** 30;

/** The columns as the book fills them. */
const OF_THE_BOOK: EmissionsView = { scope: 'attributed' };

/**
 * A run as a row of `emissions.csv`: energies are chips energy × PUE in kWh, emissions in kg are their sum × intensity, powers are mean
 * watts before PUE, water is WUE × energy before PUE, as WUE is defined; CodeCarbon multiplies it
 * by PUE too. What joulebook does not know is left empty, never filled with zero.
 *
 * @param view whose energy is meant, and what is declared; default: the run's attributed energy, as measured.
 */
export function emissionsRow(record: RunRecord, view: EmissionsView = OF_THE_BOOK): EmissionsRow {
  const { machine, durationS } = record;
  const { cpuJ, gpuJ, ramJ } = componentEnergies(record, view);
  const pue = view.pue ?? record.carbon.pue?.value ?? null;
  const toKwh = (joules: number | null): number | null =>
    joules === null || pue === null ? null : (joules * pue) / kWh;
  const toWatts = (joules: number | null): number | null =>
    joules === null ? null : durationS > 0 ? joules / durationS : 0;
  const known = [toKwh(cpuJ), toKwh(gpuJ), toKwh(ramJ)];
  const consumed = total(view.middles === true ? known.filter((part) => part !== null) : known);
  const intensity = record.carbon.intensity?.value ?? view.otherwiseGPerKwh ?? null;
  const emissions = consumed === null || intensity === null ? null : (consumed * intensity) / G_PER_KG;
  const wue = view.wue ?? record.water?.wue.value ?? null;
  const parts = [cpuJ, gpuJ, ramJ];
  const chipsJ = total(view.middles === true ? parts.filter((part) => part !== null) : parts);
  return {
    timestamp: (record.endedAt ?? record.startedAt).slice(0, 'yyyy-mm-ddThh:mm:ss'.length),
    project_name: record.project,
    run_id: record.id,
    experiment_id: record.name,
    duration: durationS,
    emissions,
    emissions_rate: emissions === null ? null : durationS > 0 ? emissions / durationS : 0,
    cpu_power: toWatts(cpuJ),
    gpu_power: toWatts(gpuJ),
    ram_power: toWatts(ramJ),
    cpu_energy: toKwh(cpuJ),
    gpu_energy: toKwh(gpuJ),
    ram_energy: toKwh(ramJ),
    energy_consumed: consumed,
    water_consumed: chipsJ === null || wue === null ? null : (chipsJ / kWh) * wue,
    ...placeOf(record),
    os: machine?.os ?? null,
    python_version: record.environment['python'] ?? null,
    codecarbon_version: `joulebook ${record.trackerVersion}`,
    cpu_count: machine?.threads ?? null,
    cpu_model: machine?.cpu ?? null,
    gpu_count: machine?.gpus.length ?? null,
    gpu_model: machine === null ? null : gpuModels(machine.gpus),
    longitude: null,
    latitude: null,
    ram_total_size: machine === null ? null : machine.ramBytes / BYTES_PER_GIB,
    tracking_mode: view.scope === 'machine' ? 'machine' : 'process',
    cpu_utilization_percent: record.usage.machineCpu * 100,
    gpu_utilization_percent: null,
    ram_utilization_percent: null,
    ram_used_gb: null,
    on_cloud: machine === null ? null : cloudOf(record) === undefined ? 'N' : 'Y',
    pue,
    wue,
  };
}

/** `4 x NVIDIA A100`, as CodeCarbon writes it; different models one after another. */
function gpuModels(gpus: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const gpu of gpus) counts.set(gpu, (counts.get(gpu) ?? 0) + 1);
  return counts.size === 0 ? null : [...counts].map(([gpu, count]) => `${count} x ${gpu}`).join(', ');
}
