import type { IndexRow } from './index-row.ts';
import { plainName } from './plain-name.ts';
import { perWork } from './work-unit.ts';

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
}

interface NumberField {
  readonly type: Exclude<FieldType, TextField['type']>;
  readonly get: (row: IndexRow) => number | null;
  readonly aliases?: readonly string[];
}

export type Field = TextField | NumberField;

/** The keys of the filter grammar that every run has; each is a column of the index, read by the same function in both. */
export const FIELDS = {
  id: { type: 'prefix', get: (r) => r.id },
  name: { type: 'text', get: (r) => r.name },
  project: { type: 'text', get: (r) => r.project },
  kind: {
    type: 'enum',
    get: (r) => r.kind,
    values: ['command', 'block', 'stage', 'trial', 'imported'],
  },
  state: {
    type: 'enum',
    get: (r) => r.state,
    values: ['running', 'ok', 'failed', 'interrupted', 'lost', 'stopped'],
  },
  grade: {
    type: 'enum',
    get: (r) => r.grade,
    aliases: ['quality'],
    values: ['A', 'B', 'C', 'D'],
  },
  host: { type: 'text', get: (r) => r.host },
  command: { type: 'text', get: (r) => r.command, aliases: ['cmd'] },
  cwd: { type: 'text', get: (r) => r.cwd, aliases: ['dir'] },
  commit: { type: 'prefix', get: (r) => r.commit, aliases: ['git'] },
  cpu: { type: 'text', get: (r) => r.cpu },
  gpu: { type: 'text', get: (r) => r.gpus.join(', ') || null },
  zone: {
    type: 'place',
    get: (r) => r.zone,
    aliases: ['region'],
  },
  'zone.name': {
    type: 'place',
    get: (r) => (r.zoneName === null ? null : plainName(r.zoneName)),
  },
  cloud: { type: 'text', get: (r) => r.cloud },
  root: { type: 'prefix', get: (r) => r.rootId },
  parent: { type: 'prefix', get: (r) => r.parentId },
  signal: { type: 'text', get: (r) => r.signal },
  limit: { type: 'text', get: (r) => r.limit },
  start: {
    type: 'time',
    get: (r) => r.startedMs,
    aliases: ['started', 'date'],
  },
  end: { type: 'time', get: (r) => r.endedMs, aliases: ['ended'] },
  duration: { type: 'duration', get: (r) => r.durationS, aliases: ['time'] },
  energy: { type: 'energy', get: (r) => r.energyJ },
  'energy.low': { type: 'energy', get: (r) => r.energyLowJ },
  'energy.high': { type: 'energy', get: (r) => r.energyHighJ },
  active: { type: 'energy', get: (r) => r.activeJ },
  machine: { type: 'energy', get: (r) => r.machineJ },
  power: { type: 'power', get: (r) => r.powerW },
  co2: {
    type: 'mass',
    get: (r) => r.co2G,
    aliases: ['carbon', 'co2e', 'emissions'],
  },
  'co2.low': { type: 'mass', get: (r) => r.co2LowG },
  'co2.high': { type: 'mass', get: (r) => r.co2HighG },
  market: { type: 'mass', get: (r) => r.marketG },
  embodied: { type: 'mass', get: (r) => r.embodiedG },
  intensity: {
    type: 'intensity',
    get: (r) => r.intensityGPerKwh,
  },
  water: { type: 'volume', get: (r) => r.waterL },
  cost: { type: 'number', get: (r) => r.cost },
  exit: { type: 'number', get: (r) => r.exitCode, aliases: ['exitCode'] },
  measured: {
    type: 'number',
    get: (r) => r.measuredFraction,
  },
  samples: { type: 'number', get: (r) => r.samples },
  per1kSamples: {
    type: 'energy',
    get: (r) => perWork(r.energyJ, r.samplesDone),
  },
  per1kTokens: {
    type: 'energy',
    get: (r) => perWork(r.energyJ, r.tokensDone),
  },
  per1kRequests: {
    type: 'energy',
    get: (r) => perWork(r.energyJ, r.requestsDone),
  },
  per1kSteps: {
    type: 'energy',
    get: (r) => perWork(r.energyJ, r.stepsDone),
  },
  perEpoch: {
    type: 'energy',
    get: (r) => perWork(r.energyJ, r.epochsDone, 1),
  },
  'done.samples': {
    type: 'number',
    get: (r) => r.samplesDone ?? null,
  },
  'done.tokens': { type: 'number', get: (r) => r.tokensDone ?? null },
  'done.requests': { type: 'number', get: (r) => r.requestsDone ?? null },
  'done.steps': { type: 'number', get: (r) => r.stepsDone ?? null },
  'done.epochs': { type: 'number', get: (r) => r.epochsDone ?? null },
  pue: { type: 'number', get: (r) => r.pue },
  stageCount: { type: 'number', get: (r) => r.stageCount },
  cacheHits: {
    type: 'number',
    get: (r) => r.cacheHits ?? null,
  },
  cacheSaved: {
    type: 'energy',
    get: (r) => r.cacheSavedJ ?? null,
  },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof FIELDS;

export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[];

/** Energy per unit of work that a run has told of. */
export const WORK_FIELDS = [
  'per1kSamples',
  'per1kTokens',
  'per1kRequests',
  'per1kSteps',
] as const satisfies readonly FieldName[];

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
