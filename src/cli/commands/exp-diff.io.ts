import { EnergyFiles } from '../../pipeline/energy/energy-files.io.ts';
import { type Differences, differences } from '../../pipeline/compare/difference.ts';
import { keyText } from '../../pipeline/compare/flatten.ts';
import { revOf } from '../../pipeline/exp/experiments.io.ts';
import { cellText } from '../../pipeline/exp/show/cell-text.ts';
import type { ExpState, FileValues } from '../../pipeline/exp/show/exp-state.ts';
import { readState } from '../../pipeline/exp/show/read-state.io.ts';
import type { Value } from '../../pipeline/model/value.ts';
import { Revisions, WORKSPACE } from '../../pipeline/revision/revisions.io.ts';
import { byCodePoints } from '../../pipeline/values/code-points.ts';
import { jsonInOrder } from '../../pipeline/values/json-text.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { diffJson } from '../pipeline/diff-table.ts';
import { caught } from '../pipeline/exp/caught.ts';
import { openExperiments } from '../pipeline/exp/open-experiments.io.ts';
import { printedTable } from '../pipeline/plain-table.ts';
import { energyWithBand } from '../../units/format.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { printOptions } from '../views/look.ts';
import type { EXP_DIFF } from '../spec/exp-manage-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof EXP_DIFF>;

/** Significant digits of metrics. */
const DEFAULT_DIGITS = 5;

/** `joulebook exp diff`: how two experiments differ. */
export async function run(context: CliContext, { options, arguments: given }: Input): Promise<number> {
  const states = readStates(context, given.old ?? 'HEAD', given.new, options.paramDeps);
  if (!states.ok) return caught(context.fail(states.error));
  if (states.value === undefined) {
    if (context.json) context.out('{}\n');
    return 0;
  }
  const [old, now] = states.value;
  const diff = (of: 'metrics' | 'params'): Differences =>
    differences(valuesOf(old.data?.[of]), valuesOf(now.data?.[of]), options.all);
  if (context.json) {
    const json = new Map<string, Value>([
      ['metrics', diffJson(diff('metrics'))],
      ['params', diffJson(diff('params'))],
    ]);
    context.out(`${jsonInOrder(json)}\n`);
    return 0;
  }
  const revisions = [given.old ?? 'HEAD', given.new ?? WORKSPACE] as const;
  const table = (title: string, found: Differences, digits: number | undefined): string => {
    const rows = rowsOf(found, digits).map((row) => (options.noPath ? row.slice(1) : row));
    const titles = [...(options.noPath ? [] : ['Path']), title, ...revisions, 'Change'];
    return printedTable(titles, rows, options.markdown ? 'markdown' : 'plain');
  };
  context.out(table('Metric', diff('metrics'), options.precision ?? DEFAULT_DIGITS));
  context.out('\n');
  context.out(table('Param', diff('params'), undefined));
  tellEnergy(context, revisions, old, now);
  return 0;
}

/** Both states; undefined where there is no commit yet, so that nothing can differ. */
function readStates(
  context: CliContext,
  old: string,
  now: string | undefined,
  paramDeps: boolean,
): Result<readonly [ExpState, ExpState] | undefined> {
  const site = openExperiments(context.host, 'optional');
  if (!site.ok) return site;
  const { git, root, config } = site.value;
  if (!git.hasCommits()) return ok(undefined);
  const revisions = Revisions.open(context.host);
  if (!revisions.ok) return revisions;
  const names: string[] = [];
  for (const word of [old, now]) {
    const rev = word === undefined ? ok(WORKSPACE) : revOf(git, word);
    if (!rev.ok) return err(rev.error);
    names.push(rev.value);
  }
  const snapshots = revisions.value.named(names);
  if (!snapshots.ok) return snapshots;
  const reader = { revisions: revisions.value, energy: new EnergyFiles(root, config.cacheDir), paramDeps };
  const [first, second] = names.map((rev) => {
    const snapshot = snapshots.value.get(rev);
    if (snapshot === undefined) throw new Error(`no state of ${rev}`);
    return readState(reader, rev, undefined, snapshot, undefined);
  });
  if (first === undefined || second === undefined) throw new Error('two states are compared');
  return ok([first, second]);
}

function valuesOf(files: FileValues | undefined): ReadonlyMap<string, Value> {
  return new Map(
    [...(files ?? [])].flatMap(([at, read]): [string, Value][] => (read.ok ? [[at, read.value]] : [])),
  );
}

function rowsOf(found: Differences, digits: number | undefined): readonly (readonly string[])[] {
  const text = (value: Value | undefined, none: string): string =>
    value === undefined || value === null ? none : cellText(value, digits);
  return [...found].flatMap(([path, ofFile]) =>
    [...ofFile]
      .map(([key, change]) => [keyText(key), change] as const)
      .sort(([a], [b]) => byCodePoints(a, b))
      .map(([key, { old, new: now, diff }]) => [
        path,
        key,
        text(old, '-'),
        text(now, '-'),
        text(diff, 'diff not supported'),
      ]),
  );
}

/** What each took, beside the tables, where it was measured. */
function tellEnergy(
  context: CliContext,
  revisions: readonly [string, string],
  old: ExpState,
  now: ExpState,
): void {
  if (context.quiet) return;
  const print = printOptions(lookOf(context, {}));
  for (const [i, { data }] of [old, now].entries())
    if (data?.energy !== undefined)
      context.err(
        `${revisions[i] ?? ''}: ${energyWithBand(data.energy.wall, print)} to compute all of it once\n`,
      );
}
