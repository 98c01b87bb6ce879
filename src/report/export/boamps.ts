import type { RunRecord } from '../../book/run-record.ts';
import { namedPlace } from '../../grid/named-place.ts';
import { DIMENSIONS } from '../../units/dimensions.ts';
import { fromWritten, relativeHalfWidth } from '../../units/estimate.ts';

type Json = Readonly<Record<string, unknown>>;

/** Parts of a report that a user may give, as a BoAmps report has them. */
export const CONTEXT_PARTS = [
  'header',
  'task',
  'system',
  'software',
  'infrastructure',
  'environment',
  'quality',
] as const;

/** What joulebook cannot know of a run. */
export type BoampsContext = Readonly<Partial<Record<(typeof CONTEXT_PARTS)[number], unknown>>>;

/** A report, and what in it is only a placeholder because the schema asks for it and nobody has said it. */
export interface BoampsReport {
  readonly report: Json;
  readonly notStated: readonly string[];
}

const { kWh } = DIMENSIONS.energy.units;
const BYTES_PER_GB = 1e9;
const OWN_METHOD = 'joulebook';
const NOT_STATED = 'not stated';

/**
 * A run as a BoAmps report (Boavizta, github.com/Boavizta/BoAmps, model/report_schema.json). Energy is attributed and at the wall, in kWh. What is in
 * `context` stands before what joulebook knows. Undefined where the energy is known by bounds only: the format has no place for them.
 */
export function boampsReport(run: RunRecord, context: BoampsContext = {}): BoampsReport | undefined {
  const { value } = run.energy.wall.attributed;
  if (value === null) return undefined;
  const task = taskOf(run, objectOf(context.task));
  const country = countryOf(run);
  const environment = { ...country, ...objectOf(context.environment) };
  const software = { ...softwareOf(run), ...objectOf(context.software) };
  const quality = context.quality ?? qualityOf(run);
  const report = {
    header: {
      reportId: run.id,
      reportDatetime: dateTime(run.endedAt ?? run.startedAt),
      reportStatus: task.notStated.length > 0 ? 'draft' : 'final',
      formatVersionSpecificationUri: 'https://github.com/Boavizta/BoAmps/tree/main/model',
      ...objectOf(context.header),
    },
    task: task.part,
    measures: [measureOf(run, value)],
    ...(run.machine === null && context.system === undefined
      ? {}
      : { system: { os: run.machine?.os ?? NOT_STATED, ...objectOf(context.system) } }),
    ...('language' in software ? { software } : {}),
    infrastructure: { ...infrastructureOf(run), ...objectOf(context.infrastructure) },
    ...('country' in environment ? { environment } : {}),
    ...(quality === undefined ? {} : { quality }),
  };
  return { report, notStated: task.notStated };
}

function taskOf(run: RunRecord, given: Json): { readonly part: Json; readonly notStated: readonly string[] } {
  const accuracy = ['accuracy', 'acc', 'eval_accuracy', 'val_accuracy']
    .map((name) => run.metrics[name])
    .find((value) => value !== undefined && value >= 0 && value <= 1);
  const epochs = run.energy.epochs.length;
  const defaults: Json = {
    taskStage: NOT_STATED,
    taskFamily: NOT_STATED,
    algorithms: [epochs === 0 ? {} : { epochsNumber: epochs }],
    dataset: [{ dataUsage: 'input', dataType: 'other' }],
    ...(run.command.length === 0 ? {} : { taskDescription: run.command.join(' ') }),
    ...(accuracy === undefined ? {} : { measuredAccuracy: accuracy }),
  };
  const asked = ['taskStage', 'taskFamily', 'algorithms', 'dataset'];
  return { part: { ...defaults, ...given }, notStated: asked.filter((key) => !(key in given)) };
}

function measureOf(run: RunRecord, joules: number): Json {
  const methods = Object.entries(run.energy.components);
  const cpu = run.energy.components['cpu']?.method;
  const gpu = [
    ...new Set(methods.filter(([name]) => name.startsWith('gpu')).map(([, { method }]) => method)),
  ];
  return {
    ...toolOf(run),
    ...(cpu === undefined ? {} : { cpuTrackingMode: cpu }),
    ...(gpu.length === 0 ? {} : { gpuTrackingMode: gpu.join(', ') }),
    ...(isToldUsage(run) ? { averageUtilizationCpu: Math.min(1, Math.max(0, run.usage.runCpu)) } : {}),
    powerConsumption: joules / kWh, // the schema's name; it is an energy
    measurementDuration: run.durationS,
    measurementDateTime: dateTime(run.startedAt),
  };
}

/** Of an imported run the tool that measured it. Our name stands there too: by it such a report is known as ours when it comes back. */
function toolOf({ kind, environment, trackerVersion }: RunRecord): Json {
  if (kind !== 'imported') return { measurementMethod: OWN_METHOD, version: trackerVersion };
  const version = environment['import.version'];
  return {
    measurementMethod: `${environment['import.format'] ?? 'a tool that is not named'}, taken in by ${OWN_METHOD}`,
    ...(version === undefined ? {} : { version }),
  };
}

/** Other tools say it or nothing, which is kept as 0. */
function isToldUsage({ kind, usage }: RunRecord): boolean {
  return kind !== 'imported' || usage.runCpu > 0;
}

function infrastructureOf({ machine, energy }: RunRecord): Json {
  if (machine === null) return { infraType: 'other', components: [{ componentType: 'cpu', nbComponent: 1 }] };
  const share = energy.components['cpu']?.share.value ?? null;
  const gpus = [...new Set(machine.gpus)].map((name) => ({
    componentName: name,
    componentType: 'gpu',
    nbComponent: machine.gpus.filter((each) => each === name).length,
  }));
  return {
    infraType: machine.cloud !== undefined ? 'publicCloud' : machine.virtual ? 'other' : 'onPremise',
    ...(machine.cloud === undefined ? {} : { cloudProvider: machine.cloud }),
    ...(machine.instanceType === undefined ? {} : { cloudInstance: machine.instanceType }),
    components: [
      {
        componentName: machine.cpu,
        componentType: 'cpu',
        nbComponent: Math.max(1, machine.sockets),
        ...(share === null ? {} : { share: Math.min(1, Math.max(0, share)) }),
      },
      { componentType: 'ram', nbComponent: 1, memorySize: machine.ramBytes / BYTES_PER_GB },
      ...gpus,
    ],
  };
}

function countryOf({ carbon: { intensity } }: RunRecord): Json {
  if (intensity === null || intensity.zoneFrom === 'unknown') return {};
  return {
    country: intensity.countryName ?? namedPlace(intensity) ?? NOT_STATED,
    ...(intensity.countryName === undefined ? {} : { location: intensity.zoneName }),
    ...(intensity.value === null ? {} : { powerSourceCarbonIntensity: intensity.value }),
  };
}

const LANGUAGES: readonly (readonly [program: RegExp, language: string])[] = [
  [/^(python|pypy|ipython|torchrun|accelerate|deepspeed)/, 'python'],
  [/^(node|npx|npm|deno|bun)/, 'javascript'],
  [/^Rscript$/, 'r'],
  [/^julia/, 'julia'],
  [/^java$/, 'java'],
];

function softwareOf({ command }: RunRecord): Json {
  const program = (command[0] ?? '').replace(/^.*\//, '');
  const language = LANGUAGES.find(([pattern]) => pattern.test(program))?.[1];
  return language === undefined ? {} : { language };
}

/** The schema's own limits: high ±10 %, medium ±25 %, low ±50 %. Worse than that it has no word for. */
function qualityOf(run: RunRecord): string | undefined {
  const half = relativeHalfWidth(fromWritten(run.energy.wall.attributed));
  if (half === null) return undefined;
  return half <= 0.1 ? 'high' : half <= 0.25 ? 'medium' : half <= 0.5 ? 'low' : undefined;
}

function dateTime(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
