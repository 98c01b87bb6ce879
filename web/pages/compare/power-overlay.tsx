import type { RunRecord } from '../../../src/book/run-record.ts';
import { axisUnit } from '../../../src/report/chart/axis-unit.ts';
import { printPower } from '../../../src/units/format.ts';
import { Skeleton } from '../../parts/skeleton.tsx';
import { setView, view } from '../../state/location.ts';
import type { PowerAnswer, TimelineAnswer } from '../run/power/power-answer.ts';
import { meanOf } from '../run/power/power-rows.ts';
import { type Alignment, type Point, powerCurve } from './curves.ts';
import { OverlayChart } from './overlay-chart.tsx';
import { chartName } from './stage-groups.ts';

const ALIGNMENTS = [
  ['time', 'time'],
  ['progress', 'progress'],
  ['epoch', 'epoch'],
] as const;

/** How runs are laid over each other, as the address says. */
export function alignmentOf(text: string | undefined): Alignment {
  return ALIGNMENTS.find(([name]) => name === text)?.[0] ?? 'time';
}

/** The power of the runs over each other. */
export function PowerOverlay({
  runs,
  power,
  timelines,
  isLoading,
}: {
  readonly runs: readonly RunRecord[];
  readonly power: ReadonlyMap<string, PowerAnswer>;
  readonly timelines: ReadonlyMap<string, TimelineAnswer>;
  /** Whether some of these are on their way. */
  readonly isLoading: boolean;
}) {
  const by = alignmentOf(view('by'));
  const curves = runs.map((run) => {
    const own = power.get(run.id);
    const points =
      own === undefined ? [] : powerCurve(own, by, run.durationS, timelines.get(run.id)?.epochs ?? []);
    return { run, own, points };
  });
  const drawn = curves.filter(({ points }) => points.length > 0);
  const most = (axis: 0 | 1): number =>
    drawn.reduce((all, { points }) => points.reduce((sum, point) => Math.max(sum, point[axis]), all), 0);
  const unit = axisUnit('power', most(1));
  const time = axisUnit('time', most(0));
  const x =
    by === 'time' ? `time since the run began, ${time.symbol}` : by === 'progress' ? 'progress, %' : 'epoch';
  const factor = by === 'time' ? time.factor : 1;
  const without = curves.filter(({ points }) => points.length === 0).map(({ run }) => chartName(run.name));
  const choose = (
    <span class="row" role="group" aria-label="Lay over each other by">
      <span>By</span>
      {ALIGNMENTS.map(([name, label]) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === by}
          onClick={() => setView({ by: name === 'time' ? undefined : name })}
        >
          {label}
        </button>
      ))}
    </span>
  );
  if (drawn.length === 0)
    return (
      <section class="empty">
        <h2>Power</h2>
        {choose}
        {isLoading ? (
          <Skeleton />
        ) : (
          <p>
            {by === 'epoch'
              ? 'None of these runs reported epochs.'
              : 'None of these runs has power over time: they were imported, or too short for a sample.'}
          </p>
        )}
      </section>
    );
  const means = drawn.map(({ run, own }) => ({
    name: chartName(run.name),
    mean: own === undefined ? undefined : meanOf(own, 'attributed'),
  }));
  return (
    <OverlayChart
      controls={choose}
      id="power"
      title="Power over each other"
      sentence={averageSentence(means)}
      lines={drawn.map(({ run, points }) => ({
        name: chartName(run.name),
        points: points.map(([at, watts]): Point => [at / factor, watts / unit.factor]),
      }))}
      x={x}
      y={`power, ${unit.symbol}`}
      unit={`${unit.symbol}, attributed, at the wall; means of intervals`}
      source="the runs’ samples"
      {...(without.length === 0 ? {} : { note: `Not in it: ${without.join(', ')}` })}
      fromZero
      data={{
        columns: [
          'run',
          'id',
          by === 'time' ? 'at_s' : by === 'progress' ? 'progress_percent' : 'epoch',
          'mean_w',
        ],
        rows: () =>
          drawn.flatMap(({ run, points }) => points.map(([at, watts]) => [run.name, run.id, at, watts])),
      }}
    />
  );
}

/** So many averages are read in a sentence; of more the least and the greatest are said. */
const MOST_SAID = 4;

function averageSentence(
  means: readonly { readonly name: string; readonly mean: number | null | undefined }[],
): string {
  const saidOf = ({ name, mean }: (typeof means)[number]): string =>
    `${name} drew ${printPower(mean ?? null)}`;
  if (means.length <= MOST_SAID) return `On average ${means.map(saidOf).join(', ')}.`;
  const sorted = means.toSorted((a, b) => (a.mean ?? 0) - (b.mean ?? 0));
  const [least, greatest] = [sorted[0], sorted.at(-1)];
  if (least === undefined || greatest === undefined) return '';
  return `On average ${saidOf(least)}, the least of ${means.length}, and ${saidOf(greatest)}, the most.`;
}
