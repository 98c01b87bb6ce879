import { useCallback } from 'preact/hooks';
import type { RunRecord } from '../../../src/book/run-record.ts';
import { groupedBars, MOST_COLOURS } from '../../../src/report/chart/grouped-bars.ts';
import { THEMED } from '../../../src/report/chart/palette.ts';
import { energyWithBand, missing } from '../../../src/units/format.ts';
import { printDuration } from '../../../src/units/format-duration.ts';
import { DrawnChart } from '../../charts/drawn-chart.tsx';
import { wh } from '../../parts/wh.ts';
import {
  barGroup,
  barText,
  chartName,
  largestGroups,
  type StageGroup,
  stageGroups,
  stageSentence,
} from './stage-groups.ts';

/** More stages would be a long way to scroll; with many runs each is high. */
const [MOST_STAGES, MOST_OF_MANY] = [12, 6];

/** Energy stage by stage: a group of bars for each, in it a bar for each run. */
export function StageChart({ runs }: { readonly runs: readonly RunRecord[] }) {
  const all = stageGroups(runs);
  if (all.length === 0)
    return (
      <section class="empty">
        <h2>Energy by stage</h2>
        <p>
          None of these runs told its stages. <code>joulebook mark --stage NAME</code> begins one; in Python{' '}
          <code>with joulebook.stage("train"):</code>.
        </p>
      </section>
    );
  return <Bars all={all} runs={runs} />;
}

function Bars({ all, runs }: { readonly all: readonly StageGroup[]; readonly runs: readonly RunRecord[] }) {
  const shown = largestGroups(all, runs.length > MOST_COLOURS ? MOST_OF_MANY : MOST_STAGES);
  const key = [...runs.map(({ id }) => id), shown.length].join();
  const drawing = useCallback(
    (width: number) =>
      groupedBars(
        shown.map(barGroup),
        runs.map(({ name }) => chartName(name)),
        { width, paint: THEMED, prefix: 'p-stages' },
      ),
    [key],
  );
  const at = (n: number) => {
    const [group, run] = [shown[Math.floor(n / runs.length)], runs[n % runs.length]];
    return group === undefined || run === undefined
      ? undefined
      : { group, run, stage: group.ofRuns[n % runs.length] };
  };
  const without = runs.filter(({ energy }) => Object.keys(energy.stages).length === 0);
  const notes = [
    ...(shown.length < all.length
      ? [`the ${shown.length} largest of ${all.length} stages are drawn, the table has all`]
      : []),
    ...(without.length === 0
      ? []
      : [`without stages: ${without.map(({ name }) => chartName(name)).join(', ')}`]),
    'a stage contains those inside it',
    'errors that the runs share cancel in the table above',
  ];
  const note = notes.join('; ');
  return (
    <DrawnChart
      id="stages"
      title="Energy by stage"
      sentence={stageSentence(all, runs)}
      note={`${note.charAt(0).toUpperCase()}${note.slice(1)}.`}
      drawing={drawing}
      count={shown.length * runs.length}
      pointsName="stages of runs"
      textOf={(n) => {
        const found = at(n);
        if (found === undefined) return '';
        const { group, run, stage } = found;
        return barText(run.name, group.name, stage, printDuration(stage?.durationS ?? null));
      }}
      hrefOf={(n) => {
        const id = at(n)?.run.id;
        return id === undefined ? undefined : `/runs/${id}`;
      }}
      table={() => ({
        columns: [
          { title: 'Stage' },
          ...runs.map(({ name }) => ({ title: chartName(name), isNumber: true })),
        ],
        rows: all.map((group) => [
          barGroup(group).name,
          ...group.ofRuns.map((stage) =>
            stage === undefined
              ? missing()
              : `${energyWithBand(stage.attributed)} in ${printDuration(stage.durationS)}`,
          ),
        ]),
      })}
      unit="Wh, attributed, at the wall"
      source="marks of the runs"
      data={{
        columns: ['stage', 'parent', 'run', 'id', 'attributed_wh', 'low_wh', 'high_wh', 'duration_s'],
        rows: () =>
          all.flatMap(({ name, ofRuns }) =>
            ofRuns.flatMap((stage, i) => {
              const run = runs[i];
              if (stage === undefined || run === undefined) return [];
              const { attributed, durationS, parent } = stage;
              const energies = [attributed.value, attributed.low, attributed.high].map(wh);
              return [[name, parent ?? null, run.name, run.id, ...energies, durationS]];
            }),
          ),
      }}
    />
  );
}
