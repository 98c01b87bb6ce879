import type { RunRecord } from '../../book/run-record.ts';
import { VERSION } from '../../host/version.ts';
import { withinOf } from './counted-once.ts';
import { zoneOf } from './zone-of.ts';
import { type MeasureUnit, RUN_MEASURES } from './run-measures.ts';

/** Units as UCUM writes them, which OpenTelemetry asks for. */
const UCUM: Readonly<Record<MeasureUnit, string>> = {
  J: 'J',
  g: 'g',
  W: 'W',
  s: 's',
  By: 'By',
  '1': '1',
  'g/kWh': 'g/(kW.h)',
  L: 'L',
  'L/kWh': 'L/(kW.h)',
  count: '1',
  money: '{currency}',
};

interface KeyValue {
  readonly key: string;
  readonly value: { readonly stringValue: string };
}

interface DataPoint {
  readonly attributes: readonly KeyValue[];
  /** 64 bits: in JSON a decimal text. */
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly asDouble: number;
}

interface Metric {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly gauge: { readonly dataPoints: readonly DataPoint[] };
}

/** An ExportMetricsServiceRequest in the JSON mapping of OTLP 1.x. */
export interface OtlpMetrics {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeMetrics: readonly {
      readonly scope: { readonly name: string; readonly version: string };
      readonly metrics: readonly Metric[];
    }[];
  }[];
}

/**
 * Runs as OpenTelemetry metrics (opentelemetry.io/docs/specs/otlp, JSON encoding): a resource for each machine, a gauge for each figure, one data point for
 * each run, at the run's end. Gauges, not sums: an estimate may go down when more is known, and a run inside another is not to be added
 * to it (attribute `joulebook.run.within`).
 */
export function otlpMetrics(
  runs: readonly RunRecord[],
  within: ReadonlyMap<string, string> = withinOf(runs),
): OtlpMetrics {
  const byHost = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const all = byHost.get(run.hostId);
    if (all === undefined) byHost.set(run.hostId, [run]);
    else all.push(run);
  }
  const resourceMetrics = [...byHost.values()].map((all) => ({
    resource: { attributes: resourceOf(all[0] as RunRecord) },
    scopeMetrics: [{ scope: { name: 'joulebook', version: VERSION }, metrics: metricsOf(all, within) }],
  }));
  return { resourceMetrics };
}

/** Runs in one OTLP request: some 25 kB each, and collectors take 20 MiB. */
const RUNS_A_REQUEST = 200;

/** Runs as requests of a size that collectors take; as lines of a file they are OTLP's file format. No runs make one, which is empty. */
export function otlpRequests(runs: readonly RunRecord[]): readonly OtlpMetrics[] {
  const within = withinOf(runs);
  const count = Math.max(1, Math.ceil(runs.length / RUNS_A_REQUEST));
  return Array.from({ length: count }, (_, i) =>
    otlpMetrics(runs.slice(i * RUNS_A_REQUEST, (i + 1) * RUNS_A_REQUEST), within),
  );
}

/** What the machine is, in the words of OpenTelemetry's semantic conventions. */
function resourceOf({ hostId, environment, machine }: RunRecord): readonly KeyValue[] {
  return attributes({
    'service.name': 'joulebook',
    'service.version': VERSION,
    'host.id': hostId,
    'host.name': environment['hostname'],
    'host.type': machine?.instanceType,
    'host.cpu.model.name': machine?.cpu,
    'cloud.provider': machine?.cloud,
    'cloud.region': machine?.cloudRegion,
    'os.description': machine?.os,
  });
}

function metricsOf(runs: readonly RunRecord[], within: ReadonlyMap<string, string>): readonly Metric[] {
  const found = new Map<
    string,
    { readonly metric: Omit<Metric, 'gauge'>; readonly dataPoints: DataPoint[] }
  >();
  const add = (name: string, description: string, unit: string, point: DataPoint): void => {
    const entry = found.get(name);
    if (entry === undefined) found.set(name, { metric: { name, description, unit }, dataPoints: [point] });
    else entry.dataPoints.push(point);
  };
  for (const run of runs) {
    const identity = identityOf(run, within.get(run.id));
    const at = timesOf(run);
    const point = (asDouble: number, of: Readonly<Record<string, string>> = {}): DataPoint => ({
      attributes: [...identity, ...attributes(of)],
      ...at,
      asDouble,
    });
    for (const { words, unit, help, isEstimate, points } of RUN_MEASURES) {
      const name = `joulebook.run.${words.join('_')}`;
      for (const { value, low, high, of } of points(run)) {
        if (value !== null) add(name, help, UCUM[unit], point(value, of));
        if (!isEstimate) continue;
        if (typeof low === 'number')
          add(`${name}.low`, `${help}: low end of the 90% interval`, UCUM[unit], point(low, of));
        if (typeof high === 'number')
          add(`${name}.high`, `${help}: high end of the 90% interval`, UCUM[unit], point(high, of));
      }
    }
    for (const [metric, value] of Object.entries(run.metrics))
      add(
        'joulebook.run.metric',
        'Last value of a metric that the run reported',
        '1',
        point(value, { metric }),
      );
    for (const [param, value] of Object.entries(run.params)) {
      if (typeof value === 'number')
        add('joulebook.run.param', 'A parameter of the run that is a number', '1', point(value, { param }));
    }
  }
  return [...found.values()].map(({ metric, dataPoints }) => ({ ...metric, gauge: { dataPoints } }));
}

function identityOf(run: RunRecord, within: string | undefined): readonly KeyValue[] {
  return attributes({
    'joulebook.run.id': run.id,
    'joulebook.run.name': run.name,
    'joulebook.run.project': run.project,
    'joulebook.run.kind': run.kind,
    'joulebook.run.state': run.state,
    'joulebook.run.grade': run.grade,
    'joulebook.run.within': within,
    'joulebook.run.zone': zoneOf(run),
    'joulebook.run.intensity_source': run.carbon.intensity?.source,
    'vcs.ref.head.revision': run.git?.commit,
  });
}

function timesOf(run: RunRecord): Pick<DataPoint, 'startTimeUnixNano' | 'timeUnixNano'> {
  const start = msOf(run.startedAt);
  const end = run.endedAt === null ? start + Math.round(run.durationS * 1000) : msOf(run.endedAt);
  return { startTimeUnixNano: nano(start), timeUnixNano: nano(Math.max(start, end)) };
}

function msOf(iso: string): number {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? 0 : ms;
}

/** Beyond 2^53, so as text. */
function nano(ms: number): string {
  return (BigInt(ms) * 1_000_000n).toString();
}

function attributes(values: Readonly<Record<string, string | undefined>>): readonly KeyValue[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [{ key, value: { stringValue: value } }],
  );
}
