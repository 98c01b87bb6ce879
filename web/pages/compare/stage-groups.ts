import type { RunRecord } from '../../../src/book/run-record.ts';
import type { BarGroup } from '../../../src/report/chart/grouped-bars.ts';
import { visibleText } from '../../../src/report/chart/visible-text.ts';
import { energyWithBand, printEnergy } from '../../../src/units/format.ts';

/** What is looked at of a run. */
export type StagedRun = Pick<RunRecord, 'id' | 'name' | 'energy'>;

/** A stage's record in one run. */
export type StageOfRun = RunRecord['energy']['stages'][string];

/** A stage, and what it was in each of the runs; undefined where a run has none of that name. */
export interface StageGroup {
  readonly name: string;
  /** The stage that it is in, where it is in one. */
  readonly parent: string | undefined;
  readonly ofRuns: readonly (StageOfRun | undefined)[];
}

/** Longest name in a chart, characters. */
const MOST_LETTERS = 60;

/** A name as a chart can show it. */
export function chartName(name: string): string {
  return visibleText(name, MOST_LETTERS) || '(no name)';
}

/** All stages of some runs, in the order in which the runs went through them. */
export function stageGroups(runs: readonly StagedRun[]): readonly StageGroup[] {
  const names = [...new Set(runs.flatMap(({ energy }) => Object.keys(energy.stages)))];
  return names.map((name) => {
    const ofRuns = runs.map(({ energy: { stages } }) =>
      Object.hasOwn(stages, name) ? stages[name] : undefined,
    );
    return { name, parent: ofRuns.find((stage) => stage?.parent !== undefined)?.parent, ofRuns };
  });
}

/** The stages that took the most in any run, in their order. */
export function largestGroups(groups: readonly StageGroup[], most: number): readonly StageGroup[] {
  const sizeOf = ({ ofRuns }: StageGroup): number =>
    Math.max(0, ...ofRuns.map((stage) => stage?.attributed.value ?? 0));
  const chosen = new Set([...groups].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, most));
  return groups.filter((group) => chosen.has(group));
}

/** The bars of a stage: none where a run has not the stage, or not its energy. */
export function barGroup({ name, parent, ofRuns }: StageGroup): BarGroup {
  return {
    name: parent === undefined ? chartName(name) : `${chartName(name)} (in ${chartName(parent)})`,
    bars: ofRuns.map((stage) => {
      if (stage === undefined) return undefined;
      const { value, low, high } = stage.attributed;
      return value === null ? undefined : { value, low, high, text: printEnergy(stage.attributed) };
    }),
  };
}

/** What the bars say: in which stage the runs differ most. */
export function stageSentence(groups: readonly StageGroup[], runs: readonly StagedRun[]): string {
  let [found, most, text] = [false, -1, ''];
  for (const { name, ofRuns } of groups) {
    const known = ofRuns.flatMap((stage, i) => {
      const joules = stage?.attributed.value;
      return joules === null || joules === undefined ? [] : [{ joules, run: runs[i]?.name ?? '' }];
    });
    const sorted = known.toSorted((a, b) => a.joules - b.joules);
    const [least, greatest] = [sorted[0], sorted.at(-1)];
    if (least === undefined || greatest === undefined || known.length < 2) continue;
    const spread = greatest.joules - least.joules;
    if (spread <= most) continue;
    [found, most] = [true, spread];
    text =
      spread === 0
        ? `All took the same in every stage.`
        : `They differ most in ${chartName(name)}: from ${printEnergy(least.joules)} (${chartName(least.run)}) to ${printEnergy(greatest.joules)} (${chartName(greatest.run)}).`;
  }
  return found ? text : 'No stage is in two of these runs.';
}

/** What is said of one bar. */
export function barText(run: string, stage: string, of: StageOfRun | undefined, time: string): string {
  return of === undefined
    ? `${chartName(run)}\n${chartName(stage)}: no such stage`
    : `${chartName(run)}\n${chartName(stage)}: ${energyWithBand(of.attributed)} in ${time}`;
}
