import type { ImportedFigures } from '../../book/imported.ts';
import type {
  CarbonRecord,
  ComponentRecord,
  EnergyRecord,
  EpochRecord,
  LayerRecord,
  WindowRecord,
} from '../../book/run-record.ts';
import type { MachineInfo } from '../../hardware/machine-info.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import {
  type ErrorSources,
  type Estimate,
  estimate,
  exact,
  interval,
  UNKNOWN,
  written,
  type WrittenEstimate,
} from '../../units/estimate.ts';
import type { ImportAccuracy } from './accuracy.ts';
import type { ForeignComponent, ForeignEnergy, ForeignRun } from './foreign-run.ts';
import { carbonOf, layersOf, type RunLayers } from './imported-headline.ts';

const joules = (e: Estimate): WrittenEstimate => written(e, 'J');
const grams = (e: Estimate): WrittenEstimate => written(e, 'g');
const UNKNOWN_J: WrittenEstimate = { value: null, low: 0, high: null, unit: 'J', errors: {} };
const NONE_J = joules(exact(0));

/**
 * The figures of a run that another program recorded. The value of every layer is what the source said (facility: times its PUE), the interval
 * holds what its method may miss and what its counters do not see of the machine: see docs/methodology/import.md.
 */
export function importedFigures(run: ForeignRun, accuracy: ImportAccuracy): ImportedFigures {
  if (run.figures !== undefined) return run.figures;
  const { energy } = run;
  const layers = layersOf(run, accuracy);
  const { chips, wall, facility, chipErrors, wallErrors } = layers;
  return {
    energy: {
      chips: layer(chips, energy),
      wall: layer(wall, energy),
      facility: layer(facility, energy),
      unattributed: UNKNOWN_J,
      components: componentsOf(energy, chipErrors),
      stages: stagesOf(run, wallErrors),
      epochs: epochsOf(run, wallErrors),
      measuredFraction: 0,
      policy: policyOf(run),
      coTenants: 0,
      tracker: NONE_J,
    },
    carbon: carbonRecordOf(run, layers),
    grade: 'D',
    machine: machineOf(run.machine),
    environment: run.environment,
    git: run.git ?? null,
    metrics: run.metrics,
    gaps: run.gaps ?? [],
    warnings: run.oddities.map((what) => ({ code: 'E_IMPORT', what })),
    usage: { cpuS: 0, cpuSource: 'imported', machineCpu: 0, runCpu: 0, peakRssBytes: null, trackerCpuS: 0 },
    samples: 0,
  };
}

/** Active energy is some part of the attributed; the machine's is at least that, and the same where the source counted the machine. */
function layer(attributed: Estimate, energy: ForeignEnergy | undefined): LayerRecord {
  const { low, high } = interval(attributed);
  const bounds = (from: number | null, to: number | null): WrittenEstimate => ({
    value: null,
    low: from,
    high: to,
    unit: 'J',
    errors: {},
  });
  return {
    attributed: joules(attributed),
    active: bounds(0, high),
    machine: energy?.scope === 'machine' ? joules(attributed) : bounds(low, null),
  };
}

function componentsOf(
  energy: ForeignEnergy | undefined,
  errors: ErrorSources,
): Readonly<Record<string, ComponentRecord>> {
  const named = Object.entries(energy?.components ?? {});
  return Object.fromEntries(named.map(([name, component]) => [name, componentOf(component, energy, errors)]));
}

function componentOf(
  { joules: value, reason }: ForeignComponent,
  energy: ForeignEnergy | undefined,
  errors: ErrorSources,
): ComponentRecord {
  const attributed: WrittenEstimate = value === null ? UNKNOWN_J : joules(estimate(value, errors));
  const isMachine = energy?.scope === 'machine';
  return {
    attributed,
    active: { ...UNKNOWN_J, high: attributed.high },
    idle: { ...UNKNOWN_J, high: attributed.high },
    machine: isMachine ? attributed : { ...UNKNOWN_J, low: attributed.low },
    share: { method: isMachine ? 'whole machine' : 'as the source says', value: null },
    method: energy?.how ?? 'imported',
    grade: 'D',
    ...(reason === undefined ? {} : { reason }),
  };
}

function stagesOf(run: ForeignRun, errors: ErrorSources): EnergyRecord['stages'] {
  const stages: Record<string, WindowRecord> = {};
  for (const { name, joules: value, durationS } of run.stages ?? []) {
    const attributed = value === null ? UNKNOWN_J : joules(estimate(value, errors));
    const active: WrittenEstimate = { ...UNKNOWN_J, high: attributed.high };
    stages[name] = { attributed, active, self: attributed, durationS, count: 1 };
  }
  return stages;
}

function epochsOf(run: ForeignRun, errors: ErrorSources): readonly EpochRecord[] {
  return (run.epochs ?? []).map(({ n, joules: value, durationS }) => {
    const attributed = value === null ? UNKNOWN_J : joules(estimate(value, errors));
    return { n, attributed, active: { ...UNKNOWN_J, high: attributed.high }, durationS, metrics: {} };
  });
}

function policyOf({ energy, format }: ForeignRun): Readonly<Record<string, string>> {
  if (energy === undefined) return { imported: `${format} recorded no energy` };
  return {
    imported: energy.how,
    scope:
      energy.scope === 'machine'
        ? 'all of the machine or device is counted as the run’s'
        : 'the run’s part, as the source shared it out',
    wall: 'what the source said; the interval reaches to what its counters leave out',
  };
}

/** Carbon as the source said it; its intensity is kept without an error of its own. */
function carbonRecordOf(run: ForeignRun, layers: RunLayers): CarbonRecord {
  const { carbon, energy } = run;
  return {
    operational: carbonOf(run, layers),
    embodied: grams(UNKNOWN),
    intensity: carbon === undefined || carbon.gPerKwh === null ? null : intensityOf(run, carbon.gPerKwh),
    pue:
      energy === undefined || energy.pue === null
        ? null
        : {
            value: energy.pue,
            low: energy.pue,
            high: energy.pue,
            unit: '1',
            errors: {},
            id: `import.${run.format}.pue`,
            source: `as ${run.format} recorded it`,
          },
  };
}

function intensityOf(run: ForeignRun, gPerKwh: number): SourcedIntensity {
  return {
    value: gPerKwh,
    low: gPerKwh,
    high: gPerKwh,
    unit: 'g/kWh',
    errors: {},
    id: `import.${run.format}.intensity`,
    source: `as ${run.format} recorded it`,
    zone: run.carbon?.zone ?? 'unknown',
    zoneName: run.carbon?.zoneName ?? 'unknown place',
    basis: 'given',
    boundary: 'given',
    zoneFrom: 'given',
  };
}

function machineOf(known: Partial<MachineInfo> | undefined): MachineInfo | null {
  if (known === undefined || Object.keys(known).length === 0) return null;
  return {
    cpu: '',
    sockets: 0,
    cores: 0,
    threads: 0,
    ramBytes: 0,
    gpus: [],
    chassis: 'unknown',
    virtual: false,
    container: false,
    os: '',
    ...known,
  };
}
