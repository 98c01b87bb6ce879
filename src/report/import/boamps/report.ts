import { err, ok, type Result } from '../../../result.ts';
import { DIMENSIONS } from '../../../units/dimensions.ts';
import { type ForeignRun, ownRun } from '../foreign-run.ts';
import { flattened } from '../flatten.ts';
import { isoOf, timeOf } from '../times.ts';

const { kWh } = DIMENSIONS.energy.units;
type Json = Readonly<Record<string, unknown>>;

/** Whether a parsed JSON is a report of BoAmps: it has a header and measures of its kind. CodeCarbon leaves out the task. */
export function isReport(value: unknown): value is Json {
  if (!isObject(value) || !isObject(value['header']) || !Array.isArray(value['measures'])) return false;
  return value['measures'].some(
    (one) => isObject(one) && ('powerConsumption' in one || 'measurementMethod' in one),
  );
}

/**
 * A report of BoAmps (Boavizta) as a run. Its `powerConsumption` is an energy in kWh. Several measures may be several ways of measuring the same
 * or several parts: the file does not tell, so only the largest is sure.
 *
 * @param digest of the report, which may lack an id.
 * @param otherwiseMs the time of the file, where the report has none.
 */
export function runOfReport(report: Json, digest: string, otherwiseMs: number): Result<ForeignRun, string> {
  const header = objectAt(report, 'header');
  const task = objectAt(report, 'task');
  const measures = (report['measures'] as unknown[]).filter(isObject);
  const energies = measures.flatMap((measure) => {
    const value = numberAt(measure, 'powerConsumption');
    return value === undefined ? [] : [value];
  });
  if (energies.length === 0) return err('none of its measures has a powerConsumption');
  if (energies.some((value) => value < 0)) return err('a powerConsumption is below zero');
  const [measure = {}] = measures;
  const durationS = Math.max(0, ...measures.map((one) => numberAt(one, 'measurementDuration') ?? 0));
  const began = timeOf(textAt(measure, 'measurementDateTime'));
  const reported = timeOf(textAt(header, 'reportDatetime'));
  // CodeCarbon writes the time of the report for both: that is the end.
  const isEnd = began === undefined || began.fixedMs === reported?.fixedMs;
  const given = began ?? reported;
  const back = isEnd ? durationS * 1000 : 0;
  const startMs = (given?.ms ?? otherwiseMs) - back;
  const largest = Math.max(...energies) * kWh;
  const isOne = energies.length === 1;
  // Nothing runs on nothing: a tool that could not read writes 0, too.
  const isSilent = largest === 0;
  const environment = objectAt(report, 'environment');
  const intensity = numberAt(environment, 'powerSourceCarbonIntensity');
  const publisher = objectAt(header, 'publisher');
  const methods = [...new Set(measures.map((one) => textAt(one, 'measurementMethod')).filter(Boolean))];
  const id = textAt(header, 'reportId');
  const accuracy = numberAt(task, 'measuredAccuracy');
  const components = infrastructureOf(report);
  return ok({
    format: 'boamps',
    identity: identityOf(id, digest, methods),
    ...(methods.some((method) => /\bjoulebook$/.test(method)) ? ownRun(id) : {}),
    project: textAt(publisher, 'projectName'),
    startedAt: isoOf(startMs),
    idMs: Math.floor((given?.fixedMs ?? otherwiseMs) - back),
    durationS,
    state: 'ok',
    exitCode: null,
    energy: {
      totalJ: isOne && !isSilent ? largest : null,
      atLeastJ: largest,
      components: {},
      method: 'tracker',
      leftOut: 'chips',
      scope: textAt(measure, 'cpuTrackingMode') === 'process' ? 'process' : 'machine',
      pue: null,
      how: methods.length === 0 ? 'a BoAmps report' : `a BoAmps report of ${methods.join(', ')}`,
    },
    ...(intensity === undefined || !isOne || isSilent
      ? {}
      : {
          carbon: {
            grams: (largest / kWh) * intensity,
            gPerKwh: intensity,
            zone: 'unknown',
            zoneName: textAt(environment, 'country') || 'unknown place',
          },
        }),
    params: Object.fromEntries(
      [
        ...flattened({
          stage: task['taskStage'],
          family: task['taskFamily'],
          algorithm: firstOf(task['algorithms']),
        }),
      ].filter(([, value]) => value !== null && value !== ''),
    ),
    metrics: accuracy === undefined ? {} : { accuracy },
    tags: [],
    notes: textAt(task, 'taskDescription') === '' ? [] : [textAt(task, 'taskDescription')],
    environment: id === '' ? {} : { 'import.run': id },
    machine: components,
    oddities: [
      ...(isSilent ? ['its powerConsumption is 0: its tool could not read the machine'] : []),
      ...(isOne
        ? []
        : [`it has ${energies.length} measures, of parts or of the same: only the largest is sure`]),
    ],
  });
}

/** A report by CodeCarbon has the id of the run, which its emissions.csv may hold too. */
function identityOf(id: string, digest: string, methods: readonly string[]): string {
  if (id === '') return `boamps ${digest}`;
  return methods.some((one) => /^codecarbon$/i.test(one)) ? `codecarbon run ${id}` : `boamps ${id}`;
}

function infrastructureOf(report: Json): {
  readonly cpu?: string;
  readonly gpus?: readonly string[];
  readonly os?: string;
} {
  const list = objectAt(report, 'infrastructure')['components'];
  const components = (Array.isArray(list) ? list : []).filter(isObject);
  const named = (kind: string): readonly string[] =>
    components
      .filter((one) => textAt(one, 'componentType').toLowerCase().includes(kind))
      .flatMap((one) => {
        const name = [
          textAt(one, 'manufacturer'),
          textAt(one, 'componentName') || textAt(one, 'series') || textAt(one, 'family'),
        ]
          .filter(Boolean)
          .join(' ');
        const count = Math.min(1024, Math.max(1, numberAt(one, 'nbComponent') ?? 1));
        return name === '' ? [] : Array.from({ length: kind === 'gpu' ? count : 1 }, () => name);
      });
  const os = textAt(objectAt(report, 'system'), 'os');
  const [cpus, gpus] = [named('cpu'), named('gpu')];
  return {
    ...(cpus.length === 0 ? {} : { cpu: cpus.join(', ') }),
    ...(gpus.length === 0 ? {} : { gpus }),
    ...(os === '' ? {} : { os }),
  };
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function objectAt(json: Json, key: string): Json {
  const value = json[key];
  return isObject(value) ? value : {};
}

function textAt(json: Json, key: string): string {
  const value = json[key];
  return typeof value === 'string' ? value : '';
}

function numberAt(json: Json, key: string): number | undefined {
  const value = json[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
