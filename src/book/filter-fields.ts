import type { IndexRow } from './index-row.ts';
import { plainName } from './plain-name.ts';

/** How a field is read and compared. */
export type FieldType =
  | 'text'
  | 'prefix'
  | 'enum'
  /** Text that is also looked for in the other names of a place. */
  | 'place'
  | 'number'
  | 'energy'
  | 'mass'
  | 'duration'
  | 'power'
  | 'volume'
  | 'intensity'
  | 'time';

interface TextField {
  readonly type: 'text' | 'prefix' | 'enum' | 'place';
  readonly get: (row: IndexRow) => string | null;
  readonly aliases?: readonly string[];
  readonly values?: readonly string[];
  readonly meaning: string;
}

interface NumberField {
  readonly type: Exclude<FieldType, TextField['type']>;
  readonly get: (row: IndexRow) => number | null;
  readonly aliases?: readonly string[];
  readonly meaning: string;
}

export type Field = TextField | NumberField;

/** The keys of the filter grammar that every run has; each is a column of the index, read by the same function in both. */
export const FIELDS = {
  id: { type: 'prefix', get: (r) => r.id, meaning: 'the id, from its beginning or its end' },
  name: { type: 'text', get: (r) => r.name, meaning: 'the readable name' },
  project: { type: 'text', get: (r) => r.project, meaning: 'the project' },
  kind: {
    type: 'enum',
    get: (r) => r.kind,
    values: ['command', 'block', 'stage', 'trial', 'imported'],
    meaning: 'what was run',
  },
  state: {
    type: 'enum',
    get: (r) => r.state,
    values: ['running', 'ok', 'failed', 'interrupted', 'lost', 'stopped'],
    meaning: 'how it ended',
  },
  grade: {
    type: 'enum',
    get: (r) => r.grade,
    aliases: ['quality'],
    values: ['A', 'B', 'C', 'D'],
    meaning: 'how well it was measured',
  },
  host: { type: 'text', get: (r) => r.host, meaning: 'the machine it ran on' },
  command: { type: 'text', get: (r) => r.command, aliases: ['cmd'], meaning: 'the command line' },
  cwd: { type: 'text', get: (r) => r.cwd, aliases: ['dir'], meaning: 'the folder it ran in' },
  commit: { type: 'prefix', get: (r) => r.commit, aliases: ['git'], meaning: 'the git commit' },
  cpu: { type: 'text', get: (r) => r.cpu, meaning: 'the CPU model' },
  gpu: { type: 'text', get: (r) => r.gpus.join(', ') || null, meaning: 'the GPU models' },
  zone: {
    type: 'place',
    get: (r) => r.zone,
    aliases: ['region'],
    meaning: 'where the electricity came from: code or name of the zone, or the cloud region',
  },
  'zone.name': {
    type: 'place',
    get: (r) => (r.zoneName === null ? null : plainName(r.zoneName)),
    meaning: 'the name of that zone, with its accents or without',
  },
  cloud: { type: 'text', get: (r) => r.cloud, meaning: 'the cloud and its region, e.g. aws:eu-west-1' },
  root: { type: 'prefix', get: (r) => r.rootId, meaning: 'the root run it belongs to' },
  parent: { type: 'prefix', get: (r) => r.parentId, meaning: 'the run it stands in' },
  signal: { type: 'text', get: (r) => r.signal, meaning: 'the signal that ended it' },
  limit: { type: 'text', get: (r) => r.limit, meaning: 'the limit that ended it' },
  start: {
    type: 'time',
    get: (r) => r.startedMs,
    aliases: ['started', 'date'],
    meaning: 'when it began',
  },
  end: { type: 'time', get: (r) => r.endedMs, aliases: ['ended'], meaning: 'when it ended' },
  duration: { type: 'duration', get: (r) => r.durationS, aliases: ['time'], meaning: 'how long it took' },
  energy: { type: 'energy', get: (r) => r.energyJ, meaning: 'attributed energy at the wall' },
  'energy.low': { type: 'energy', get: (r) => r.energyLowJ, meaning: 'lower bound of the energy' },
  'energy.high': { type: 'energy', get: (r) => r.energyHighJ, meaning: 'upper bound of the energy' },
  active: { type: 'energy', get: (r) => r.activeJ, meaning: 'energy above idle, at the wall' },
  machine: { type: 'energy', get: (r) => r.machineJ, meaning: 'energy of the whole machine, at the wall' },
  power: { type: 'power', get: (r) => r.powerW, meaning: 'mean attributed power' },
  co2: {
    type: 'mass',
    get: (r) => r.co2G,
    aliases: ['carbon', 'co2e', 'emissions'],
    meaning: 'operational carbon, CO2e',
  },
  'co2.low': { type: 'mass', get: (r) => r.co2LowG, meaning: 'lower bound of the carbon' },
  'co2.high': { type: 'mass', get: (r) => r.co2HighG, meaning: 'upper bound of the carbon' },
  market: { type: 'mass', get: (r) => r.marketG, meaning: 'market-based carbon, CO2e' },
  embodied: { type: 'mass', get: (r) => r.embodiedG, meaning: 'embodied carbon, CO2e' },
  intensity: {
    type: 'intensity',
    get: (r) => r.intensityGPerKwh,
    meaning: 'carbon intensity of the electricity, g/kWh',
  },
  water: { type: 'volume', get: (r) => r.waterL, meaning: 'water of the site' },
  cost: { type: 'number', get: (r) => r.cost, meaning: 'cost of the electricity' },
  exit: { type: 'number', get: (r) => r.exitCode, aliases: ['exitCode'], meaning: 'the exit code' },
  measured: {
    type: 'number',
    get: (r) => r.measuredFraction,
    meaning: 'part of the energy that comes from counters, 0 to 1',
  },
  samples: { type: 'number', get: (r) => r.samples, meaning: 'number of samples' },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof FIELDS;

export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[];

export function fieldOf(name: FieldName): Field {
  return FIELDS[name];
}

/** Is it compared as text? */
export function isTextField(field: Field): field is TextField {
  return ['text', 'prefix', 'enum', 'place'].includes(field.type);
}

const BY_KEY = new Map<string, FieldName>(
  FIELD_NAMES.flatMap((name) => [
    [name.toLowerCase(), name] as const,
    ...(fieldOf(name).aliases ?? []).map((alias) => [alias.toLowerCase(), name] as const),
  ]),
);

/** The field that a key names, by its name or an alias, whatever the case. */
export function fieldNamed(key: string): FieldName | undefined {
  return BY_KEY.get(key.toLowerCase());
}
