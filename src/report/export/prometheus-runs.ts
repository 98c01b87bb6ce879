import type { RunRecord } from '../../book/run-record.ts';
import { withinOf } from './counted-once.ts';
import { zoneOf } from './zone-of.ts';
import type { Family, Sample } from './exposition.ts';
import { type Extent, projectTotals } from './prometheus-totals.ts';
import { type MeasureUnit, RUN_MEASURES, type RunMeasure } from './run-measures.ts';

/** How Prometheus ends a name (prometheus.io/docs/practices/naming: base units, in the plural). */
const UNIT_NAMES: Readonly<Record<MeasureUnit, string | undefined>> = {
  J: 'joules',
  g: 'grams',
  W: 'watts',
  s: 'seconds',
  By: 'bytes',
  '1': 'ratio',
  'g/kWh': 'grams_per_kilowatt_hour',
  L: 'liters',
  'L/kWh': 'liters_per_kilowatt_hour',
  count: undefined,
  money: undefined,
};

/**
 * Runs as families of Prometheus. Each figure of each run is a gauge with the labels `run`, `name` and `project`; of an estimate the ends
 * of the 90 % interval are metrics of their own. A run inside another has the label `within`, so that `sum(… {within=""})` counts no joule
 * twice. For totals see {@link projectTotals}.
 */
export function prometheusFamilies(runs: readonly RunRecord[], extent: Extent): readonly Family[] {
  const within = withinOf(runs);
  const labels = runs.map((run) => identity(run, within));
  return [
    infoFamily(runs, labels),
    componentFamily(runs, labels),
    ...RUN_MEASURES.flatMap((measure) => measureFamilies(measure, runs, labels)),
    ...reportedFamilies(runs, labels),
    ...projectTotals(runs, extent),
  ];
}

type Labels = Readonly<Record<string, string>>;

function identity(run: RunRecord, within: ReadonlyMap<string, string>): Labels {
  const outer = within.get(run.id);
  return {
    run: run.id,
    name: run.name,
    project: run.project,
    ...(outer === undefined ? {} : { within: outer }),
  };
}

function infoFamily(runs: readonly RunRecord[], labels: readonly Labels[]): Family {
  const samples = runs.map((run, i): Sample => ({ labels: { ...labels[i], ...facts(run) }, value: 1 }));
  return {
    name: 'joulebook_run',
    type: 'info',
    help: 'What the run was, to be joined on the label run. Value 1.',
    samples,
  };
}

/** How each component was measured, and how good that is. */
function componentFamily(runs: readonly RunRecord[], labels: readonly Labels[]): Family {
  const samples = runs.flatMap((run, i) =>
    Object.entries(run.energy.components).map(
      ([component, { method, grade }]): Sample => ({
        labels: { ...labels[i], component, method, grade },
        value: 1,
      }),
    ),
  );
  const help = 'How a component of the run was measured, to be joined on run and component. Value 1.';
  return { name: 'joulebook_run_component', type: 'info', help, samples };
}

/** An empty label is the same as none: what is not known is left out. */
function facts(run: RunRecord): Labels {
  const all: Readonly<Record<string, string | null | undefined>> = {
    kind: run.kind,
    state: run.state,
    grade: run.grade,
    scope: run.scope,
    host: run.environment['hostname'] ?? run.hostId,
    cpu: run.machine?.cpu,
    gpus: run.machine?.gpus.join('; '),
    zone: zoneOf(run),
    intensity_source: run.carbon.intensity?.source,
    pue_source: run.carbon.pue?.source,
    command: run.command.join(' '),
    git_commit: run.git?.commit,
    git_branch: run.git?.branch,
    tags: run.tags.join('; '),
    limit: run.limit,
    signal: run.signal,
    version: run.trackerVersion,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, value]) =>
      value === null || value === undefined || value === '' ? [] : [[key, value]],
    ),
  );
}

function measureFamilies(
  measure: RunMeasure,
  runs: readonly RunRecord[],
  labels: readonly Labels[],
): readonly Family[] {
  const unit = UNIT_NAMES[measure.unit];
  const points = runs.flatMap((run, i) =>
    measure.points(run).map((point) => ({ ...point, labels: { ...labels[i], ...point.of } })),
  );
  const family = (
    end: string,
    help: string,
    get: (point: (typeof points)[number]) => number | null,
  ): Family => ({
    name: [
      'joulebook',
      'run',
      ...measure.words,
      ...(end === '' ? [] : [end]),
      ...(unit === undefined ? [] : [unit]),
    ].join('_'),
    type: 'gauge',
    ...(unit === undefined ? {} : { unit }),
    help,
    samples: points.flatMap((point) => {
      const value = get(point);
      return value === null ? [] : [{ labels: point.labels, value }];
    }),
  });
  const { help } = measure;
  if (!measure.isEstimate) return [family('', `${help}.`, ({ value }) => value)];
  return [
    family('', `${help}.`, ({ value }) => value),
    family('low', `${help}: low end of the 90% interval.`, ({ low }) => low ?? null),
    family('high', `${help}: high end of the 90% interval.`, ({ high }) => high ?? null),
  ];
}

/** Metrics and parameters have names of the user's: labels, not names of ours. */
function reportedFamilies(runs: readonly RunRecord[], labels: readonly Labels[]): readonly Family[] {
  const metrics: Sample[] = [];
  const numbers: Sample[] = [];
  const texts: Sample[] = [];
  runs.forEach((run, i) => {
    for (const [metric, value] of Object.entries(run.metrics))
      metrics.push({ labels: { ...labels[i], metric }, value });
    for (const [param, value] of Object.entries(run.params)) {
      if (typeof value === 'number') numbers.push({ labels: { ...labels[i], param }, value });
      else texts.push({ labels: { ...labels[i], param, value: String(value) }, value: 1 });
    }
  });
  return [
    {
      name: 'joulebook_run_metric',
      type: 'gauge',
      help: 'Last value of a metric that the run reported.',
      samples: metrics,
    },
    {
      name: 'joulebook_run_param',
      type: 'gauge',
      help: 'A parameter of the run that is a number.',
      samples: numbers,
    },
    {
      name: 'joulebook_run_param_text',
      type: 'info',
      help: 'A parameter of the run that is no number. Value 1.',
      samples: texts,
    },
  ];
}
