import { problemJson } from '../output/json-envelope.ts';
import { relativePath } from '../../pipeline/graph/address.ts';
import { pathFrom } from '../../pipeline/graph/targets.ts';
import { type FileValues, metricsOf } from '../../pipeline/metrics/show-metrics.io.ts';
import type { Value, ValueMap } from '../../pipeline/model/value.ts';
import { Revisions, WORKSPACE } from '../../pipeline/revision/revisions.io.ts';
import { jsonInOrder } from '../../pipeline/values/json-text.ts';
import { samePythonValue } from '../../pipeline/values/same-python-value.ts';
import { ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { tellFaults, valuesByRevision } from '../pipeline/compared.io.ts';
import { type ByRevision, faultyRevisions } from '../pipeline/file-values.ts';
import { METRIC_DIGITS, metricsTable } from '../pipeline/metrics-table.ts';
import type { METRICS_SHOW } from '../spec/pipeline-reading-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof METRICS_SHOW>;

/** `joulebook metrics show`: the metrics of a project, here or in commits. */
export async function run(context: CliContext, input: Input): Promise<number> {
  const opened = Revisions.open(context.host);
  if (!opened.ok) return context.fail(opened.error);
  const revisions = opened.value;
  const { allBranches, allTags, allCommits, markdown, precision } = input.options;
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
  tellFaults(context, faultyRevisions(values, values.keys()));
  if (context.json) context.out(`${jsonInOrder(metricsJson(values, from))}\n`);
  else {
    const digits = precision || METRIC_DIGITS;
    context.out(metricsTable(values, { form: markdown ? 'markdown' : 'plain', hasRevision, digits, from }));
  }
  return 0;
}

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

function metricsJson(values: ByRevision, from: string): ValueMap {
  return new Map(
    [...values].map(([revision, files]): [string, Value] => {
      if (!files.ok) {
        const { code, what } = problemJson(files.error);
        return [revision, new Map([['error', errorJson(code, what)]])];
      }
      const data = [...files.value].map(([at, value]): [string, Value] => [
        relativePath(from, at),
        new Map([value.ok ? ['data', value.value] : ['error', errorJson(value.error.type, value.error.msg)]]),
      ]);
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
