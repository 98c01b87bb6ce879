import { geometricMean } from '../score.ts';
import { compare, type Comparison, type Passes, within } from './compare.ts';
import { type Axis, parsePass, type PassLine } from './pass.ts';

/** A pass that has been made. */
export interface MadePass {
  readonly task: string;
  readonly seed: number;
  readonly engine: string;
  readonly budget: number;
  /** What it printed. */
  readonly text: string;
}

/** Our forms: trials in one process, and a process for each. */
const OURS: readonly string[] = ['study', 'joulebook'];

/** @returns tables in Markdown. @param full reports of a full training. @param watts power of a CPU-second. */
export function realReport(made: readonly MadePass[], full: number, watts: number): readonly string[] {
  const ours = made.filter(({ engine }) => OURS.includes(engine));
  const rows = ours.flatMap((mine) => {
    const { task, seed, budget } = mine;
    const peers = made.filter(
      (each) => each.task === task && each.seed === seed && !OURS.includes(each.engine),
    );
    return peers.map(({ engine, text }) => {
      const passes: Passes = {
        task,
        seed,
        budget,
        full,
        ours: parsePass(mine.text),
        theirs: parsePass(text),
      };
      return { passes, form: mine.engine, engine, result: compare(passes) };
    });
  });
  const pairs = [...new Set(rows.map(({ form, engine }) => `${form} | ${engine}`))];
  const means = pairs.flatMap((pair) => {
    const those = rows
      .filter(({ form, engine }) => `${form} | ${engine}` === pair)
      .map(({ result }) => result);
    const mean = (axis: Axis) => geometricMean(those.map(({ ratio }) => ratio[axis])).toFixed(2);
    const better = those.filter((each) => each.ours < each.theirs).length;
    return [`| ${pair} | ${mean('training')} | ${mean('all')} | ${better} of ${those.length} |`];
  });
  return [
    '| ours | task | seed | budget | Optuna with | final loss: Optuna | ours | ours, all charged | CPU-s to Optuna’s: Optuna | ours | ratio | all charged: Optuna | ours | ratio |',
    '|---|---|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...rows.map(({ form, passes, engine, result }) => `| ${form} ${row(passes, engine, result, watts)}`),
    '',
    '| ours | Optuna with | ratio, training | ratio, all charged | ours ends better |',
    '|---|---|--:|--:|--:|',
    ...means,
    '',
    '| task | seed | engine | trials | at full length | CPU-s of training | of starting | of the engine | past the decision |',
    '|---|--:|---|--:|--:|--:|--:|--:|--:|',
    ...made.map((each) => usage(each, full)),
  ];
}

function row({ task, seed, budget }: Passes, engine: string, result: Comparison, watts: number): string {
  const { ours, oursAll, theirs, oursTo, theirsTo, ratio } = result;
  const cells = [
    task,
    seed,
    `${(budget * watts).toFixed(0)} J`,
    engine,
    ...[theirs, ours, oursAll].map((loss) => (loss === Infinity ? '–' : loss.toPrecision(4))),
    ...(['training', 'all'] as const).flatMap((axis) => [
      ...[theirsTo[axis], oursTo[axis]].map((s) => s?.toFixed(1) ?? 'never'),
      ratio[axis].toFixed(2),
    ]),
  ];
  return `| ${cells.join(' | ')} |`;
}

function usage({ task, seed, engine, budget, text }: MadePass, full: number): string {
  const all = parsePass(text);
  const end = within(all, budget);
  const lines = end === undefined ? [] : all.slice(0, all.indexOf(end) + 1);
  const trials = new Set(lines.map(({ trial }) => trial)).size;
  const training = end?.training ?? 0;
  // A new process is where the trial changes or its epochs begin anew.
  const first = lines.filter((line, i) => i === 0 || isNewProcess(lines[i - 1], line));
  const started = first.reduce((sum, { start }) => sum + (start ?? 0), 0);
  const late = lines.reduce(
    (sum, line, i) => sum + (line.late ? line.training - (lines[i - 1]?.training ?? 0) : 0),
    0,
  );
  const cells = [
    task,
    seed,
    engine,
    trials,
    lines.filter(({ epoch }) => epoch === full).length,
    ...[training, started, (end?.all ?? 0) - training - started, late].map((s) => s.toFixed(1)),
  ];
  return `| ${cells.join(' | ')} |`;
}

function isNewProcess(before: PassLine | undefined, line: PassLine): boolean {
  return before?.trial !== line.trial || line.epoch <= before.epoch;
}
