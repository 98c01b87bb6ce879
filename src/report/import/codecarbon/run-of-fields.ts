import { isRunId } from '../../../book/run-id.ts';
import { err, ok, type Result } from '../../../result.ts';
import { DIMENSIONS } from '../../../units/dimensions.ts';
import { LONGEST_S, MOST_G_PER_KWH, MOST_KG, MOST_KWH } from '../figure-limits.ts';
import {
  type ForeignCarbon,
  type ForeignComponent,
  type ForeignEnergy,
  type ForeignRun,
  ownRun,
} from '../foreign-run.ts';
import { type DecimalMark, numberOf } from '../numbers.ts';
import { isoOf, timeOf } from '../times.ts';
import type { Fields } from './align.ts';
import { isMadeId } from './columns.ts';
import { addsUp } from './fit-row.ts';
import { machineOfFields } from './machine-of-fields.ts';

const { kWh } = DIMENSIONS.energy.units;
const G_PER_KG = DIMENSIONS.mass.units.kg;
/** A counter of energy that still reads 0 after this long is none. */
const SILENT_AFTER_S = 2;

/** What a row is known by: its run, or what it says where it names none. */
export function identityOf(fields: Fields, mark: DecimalMark): string {
  const runId = fields['run_id'] ?? '';
  if (isOurs(fields)) return `joulebook run ${runId}`;
  if (runId !== '') return `codecarbon run ${runId}`;
  // 1.x gives every row an experiment_id of its own.
  const plain = (name: string): string => String(numberOf(fields[name] ?? '', mark) ?? fields[name] ?? '');
  const time = timeOf(fields['timestamp'] ?? '')?.fixedMs ?? '';
  const rest = ['experiment_id', 'project_name', 'duration', 'emissions', 'energy_consumed'].map(plain);
  return `codecarbon row ${[time, ...rest].join(' ')}`;
}

/** Whether the row is one of a book's own `emissions.csv`. */
function isOurs(fields: Fields): boolean {
  return (fields['codecarbon_version'] ?? '').startsWith('joulebook') && isRunId(fields['run_id'] ?? '');
}

/** Why a row cannot be taken in; undefined where it can. */
export function complaintOf(fields: Fields, mark: DecimalMark): string | undefined {
  const time = timeOf(fields['timestamp'] ?? '');
  if (time === undefined) return `its timestamp is ${quoted(fields['timestamp'])}`;
  const durationS = numberOf(fields['duration'] ?? '', mark);
  if (durationS === undefined || durationS < 0 || durationS > LONGEST_S)
    return `its duration is ${quoted(fields['duration'])}`;
  for (const name of AMOUNTS) {
    const text = fields[name] ?? '';
    const value = numberOf(text, mark);
    if (text !== '' && value === undefined) return `its ${name} is ${quoted(text)}, not a number`;
    if (value !== undefined && value < 0)
      return `its ${name} is ${quoted(text)}: below zero, as after a counter's wrap or reset`;
    if (value !== undefined && value > (name === 'emissions' ? MOST_KG : MOST_KWH))
      return `its ${name} is ${quoted(text)}: more than can be`;
  }
  if (addsUp(fields, mark) === false)
    return 'its cpu_energy, gpu_energy and ram_energy do not add up to its energy_consumed';
  if (isInWattHours(fields, mark, durationS))
    return 'its energies are a thousand times its powers over its duration: they are in Wh, not in kWh';
  const says = ENERGIES.some((name) => (fields[name] ?? '') !== '');
  return says ? undefined : 'it says no energy: energy_consumed is empty';
}

/** Whether every part that has a power, too, took about a thousand times its energy: a power is that of the last reading, but memory's is constant. */
function isInWattHours(fields: Fields, mark: DecimalMark, durationS: number): boolean {
  let isAny = false;
  for (const part of ['ram', 'cpu', 'gpu']) {
    const watts = numberOf(fields[`${part}_power`] ?? '', mark) ?? 0;
    const kwh = numberOf(fields[`${part}_energy`] ?? '', mark) ?? 0;
    if (watts <= 0 || kwh <= 0) continue;
    const times = (kwh * kWh) / (watts * durationS);
    if (!(times > A_THOUSAND_FROM && times < A_THOUSAND_TO)) return false;
    isAny = true;
  }
  return isAny;
}

/** About a thousand, whatever PUE there is in the energy. */
const A_THOUSAND_FROM = 500;
const A_THOUSAND_TO = 3000;

const ENERGIES = ['energy_consumed', 'cpu_energy', 'gpu_energy', 'ram_energy'];
const AMOUNTS = [...ENERGIES, 'emissions', 'pue'];

/** The run that a row of `emissions.csv` tells of, or why it cannot be taken in. */
export function runOfFields(fields: Fields, mark: DecimalMark): Result<ForeignRun, string> {
  const complaint = complaintOf(fields, mark);
  const number = (name: string): number | undefined => numberOf(fields[name] ?? '', mark);
  const time = timeOf(fields['timestamp'] ?? '');
  const durationS = number('duration');
  if (complaint !== undefined || time === undefined || durationS === undefined)
    return err(complaint ?? 'it is not whole');
  const energy = energyOf(fields, number, durationS);
  const experiment = fields['experiment_id'] ?? '';
  const runId = fields['run_id'] ?? '';
  const carbon = carbonOf(fields, number);
  return ok({
    format: 'codecarbon',
    identity: identityOf(fields, mark),
    ...(experiment === '' || isMadeId(experiment) ? {} : { name: experiment }),
    project: fields['project_name'] ?? '',
    startedAt: isoOf(time.ms - durationS * 1000),
    endedAt: isoOf(time.ms),
    idMs: Math.floor(time.fixedMs - durationS * 1000),
    durationS,
    state: 'ok',
    exitCode: null,
    energy,
    ...(carbon === undefined ? {} : { carbon }),
    ...(isOurs(fields) ? ownRun(runId) : {}),
    params: {},
    metrics: {},
    tags: [],
    notes: [],
    environment: environmentOf(fields, time.hasZone),
    machine: machineOfFields(fields, mark),
    oddities: odditiesOf(energy, number),
  });
}

function environmentOf(fields: Fields, hasZone: boolean): Readonly<Record<string, string>> {
  const environment: Record<string, string> = {};
  for (const [key, column] of SAID) {
    const text = fields[column] ?? '';
    if (text !== '') environment[key] = text;
  }
  if (!hasZone) environment['import.clock'] = 'its times have no zone and were taken for local ones';
  return environment;
}

const SAID = [
  ['import.run', 'run_id'],
  ['import.experiment', 'experiment_id'],
  ['import.version', 'codecarbon_version'],
  ['python', 'python_version'],
] as const;

type NumberOf = (name: string) => number | undefined;

/** CodeCarbon multiplies by the PUE before it writes; versions without the column had none. */
function energyOf(fields: Fields, number: NumberOf, durationS: number): ForeignEnergy {
  const pue = number('pue') ?? 1;
  const joules = (name: string): number | undefined => {
    const value = number(name);
    return value === undefined ? undefined : (value * kWh) / (pue > 0 ? pue : 1);
  };
  // joulebook writes what it does not know as an empty cell: its zeros are true.
  const isSilent = (value: number | undefined): boolean =>
    value === 0 && durationS >= SILENT_AFTER_S && !isOurs(fields);
  const components: Record<string, ForeignComponent> = {};
  const [cpu, gpu, ram] = ['cpu_energy', 'gpu_energy', 'ram_energy'].map(joules);
  const total = joules('energy_consumed');
  if (cpu !== undefined) {
    components['cpu'] = isSilent(cpu)
      ? { joules: null, reason: 'CodeCarbon wrote 0: it could not read the CPU' }
      : { joules: cpu };
  }
  if (ram !== undefined && ram > 0) components['ram'] = { joules: ram };
  const gpus = number('gpu_count') ?? 0;
  const gpuName = gpus === 1 ? 'gpu:0' : 'gpu:all';
  if (gpu !== undefined && gpu > 0) components[gpuName] = { joules: gpu };
  else if (gpus > 0 && isSilent(gpu)) {
    components[gpuName] = {
      joules: null,
      reason: `CodeCarbon wrote 0 for ${gpus} ${gpus === 1 ? 'GPU' : 'GPUs'}: it could not read them`,
    };
  }
  const known = [cpu, gpu, ram].filter((value) => value !== undefined);
  const isWhole =
    total !== undefined &&
    !isSilent(total) &&
    Object.values(components).every((part) => part.joules !== null);
  return {
    totalJ: isWhole ? total : null,
    atLeastJ: total ?? known.reduce((sum, value) => sum + value, 0),
    components,
    method: 'tracker',
    leftOut: 'chips',
    scope: fields['tracking_mode'] === 'process' ? 'process' : 'machine',
    pue,
    how: 'CodeCarbon (how is not said)',
  };
}

function carbonOf(fields: Fields, number: NumberOf): ForeignCarbon | undefined {
  const kg = number('emissions');
  if (kg === undefined || whyNoEmissions(number) !== undefined) return undefined;
  const kwh = number('energy_consumed');
  return {
    grams: kg * G_PER_KG,
    gPerKwh: kwh === undefined || kwh === 0 ? null : (kg * G_PER_KG) / kwh,
    zone: fields['country_iso_code'] || 'unknown',
    zoneName: [fields['country_name'], fields['region']].filter(Boolean).join(', ') || 'unknown place',
  };
}

/** Why the emissions of a row are none, although its energy may stand. */
function whyNoEmissions(number: NumberOf): string | undefined {
  const [kg, kwh] = [number('emissions'), number('energy_consumed') ?? 0];
  if (kg === undefined) return 'it says no emissions';
  if (kg === 0 && (number('emissions_rate') ?? 0) > 0)
    return 'its emissions are 0, but not its emissions_rate';
  const isTooMuch = kwh > 0 && (kg * G_PER_KG) / kwh > MOST_G_PER_KWH;
  return isTooMuch ? 'its emissions are more than any grid has for its energy' : undefined;
}

function odditiesOf(energy: ForeignEnergy, number: NumberOf): readonly string[] {
  const silent = Object.values(energy.components).flatMap(({ reason }) =>
    reason === undefined ? [] : [reason],
  );
  const isNothing =
    energy.totalJ === null && silent.length === 0
      ? ['its energy_consumed cannot be all: it is 0 or empty']
      : [];
  const without = whyNoEmissions(number);
  return [...silent, ...isNothing, ...(without === undefined ? [] : [without])];
}

function quoted(text: string | undefined): string {
  return text === undefined || text === ''
    ? 'empty'
    : JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
