import { problemJson } from '../output/json-envelope.ts';
import { relativePath } from '../../pipeline/graph/address.ts';
import { pathFrom } from '../../pipeline/graph/targets.ts';
import type { FileValues } from '../../pipeline/metrics/file-values.ts';
import { metricsOf } from '../../pipeline/metrics/show-metrics.io.ts';
import { metricEnergies } from '../../pipeline/metrics/metric-energies.io.ts';
import { Float, type Value, type ValueMap } from '../../pipeline/model/value.ts';
import { Revisions, WORKSPACE } from '../../pipeline/revision/revisions.io.ts';
import { jsonInOrder } from '../../pipeline/values/json-text.ts';
import { samePythonValue } from '../../pipeline/values/same-python-value.ts';
import { ok, type Result } from '../../result.ts';
import { printEnergy } from '../../units/format.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { CliContext } from '../context.ts';
import { tellFaults, valuesByRevision } from '../pipeline/compared.io.ts';
import type { ByRevision } from '../pipeline/file-values.ts';
import { METRIC_DIGITS, metricsTable } from '../pipeline/metrics-table.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { printOptions } from '../views/look.ts';
import type { METRICS_SHOW } from '../spec/pipeline-reading-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof METRICS_SHOW>;

/** `joulebook metrics show`: the metrics of a project, here or in commits. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const opened = Revisions.open(context.host);
  if (!opened.ok) return context.fail(opened.error);
  const revisions = opened.value;
  const { allBranches, allTags, allCommits, markdown, precision, energy } = input.options;
  const { from } = revisions.standpoint;
  const hasRevision = allBranches || allTags || allCommits;
  const snapshots = hasRevision ? revisions.all(input.options) : ok(new Map([['', revisions.workspace()]]));
  if (!snapshots.ok) return context.fail(snapshots.error);
  const targets = input.arguments.targets.map((path) => pathFrom(from, path));
  const values = withoutTwin(
    valuesByRevision(context, snapshots.value, 'metrics', (snapshot) =>
      metricsOf(revisions, snapshot, targets),
    ),
    revisions,
  );
  tellFaults(context, values, values.keys(), from);
  const energies = new Map(
    [...snapshots.value].map(([name, snapshot]) => [
      name,
      snapshot.ok && (context.json || energy) ? metricEnergies(revisions, snapshot.value) : NO_ENERGIES,
    ]),
  );
  if (context.json) context.out(`${jsonInOrder(metricsJson(values, energies, from))}\n`);
  else {
    const print = printOptions(lookOf(context, {}));
    const energyOf = (revision: string, at: string): string => {
      const found = energies.get(revision)?.get(at);
      return found === undefined ? '-' : printEnergy(found, print);
    };
    context.out(
      metricsTable(values, {
        form: markdown ? 'markdown' : 'plain',
        hasRevision,
        digits: precision || METRIC_DIGITS,
        from,
        ...(energy ? { energyOf } : {}),
      }),
    );
  }
  return 0;
}

type Energies = ReadonlyMap<string, ReadonlyMap<string, WrittenEstimate>>;

const NO_ENERGIES: ReadonlyMap<string, WrittenEstimate> = new Map();

/** The workspace is left out where it is as the branch that it is on. */
function withoutTwin(values: ByRevision, { git }: Revisions): ByRevision {
  const branch = git?.branch();
  const [here, there] = [values.get(WORKSPACE), branch === undefined ? undefined : values.get(branch)];
  if (here === undefined || there === undefined || !isSame(here, there)) return values;
  return new Map([...values].filter(([name]) => name !== WORKSPACE));
}

function isSame(a: Result<FileValues>, b: Result<FileValues>): boolean {
  if (!a.ok || !b.ok || a.value.size !== b.value.size) return false;
  return [...a.value].every(([at, one]) => {
    const other = b.value.get(at);
    return one.ok && other?.ok === true && samePythonValue(one.value, other.value);
  });
}

function metricsJson(values: ByRevision, energies: Energies, from: string): ValueMap {
  return new Map(
    [...values].map(([revision, files]): [string, Value] => {
      if (!files.ok) {
        const { code, what } = problemJson(files.error);
        return [revision, new Map([['error', errorJson(code, what)]])];
      }
      const data = [...files.value].map(([at, value]): [string, Value] => {
        const energy = energies.get(revision)?.get(at);
        const said: readonly (readonly [string, Value])[] = [
          value.ok ? ['data', value.value] : ['error', errorJson(value.error.type, value.error.msg)],
          ...(energy === undefined ? [] : [['energy', energyJson(energy)] as const]),
        ];
        return [relativePath(from, at), new Map(said)];
      });
      return [revision, new Map([['data', new Map(data)]])];
    }),
  );
}

function errorJson(type: string, message: string): ValueMap {
  return new Map([
    ['type', type],
    ['msg', message],
  ]);
}

/** Energy at the wall, J, beside the values that it bought. */
function energyJson({ value, low, high, unit }: WrittenEstimate): ValueMap {
  const number = (one: number | null): Value => (one === null ? null : new Float(one));
  return new Map<string, Value>([
    ['value', number(value)],
    ['low', number(low)],
    ['high', number(high)],
    ['unit', unit],
  ]);
}
