import { useMemo } from 'preact/hooks';
import type { WorkUnit } from '../../../src/book/work-unit.ts';
import { leaderboardFigure } from '../../../src/report/leaderboard/frontier-figure.ts';
import { FRONTIER_MARKS } from '../../../src/report/leaderboard/frontier-mark.ts';
import { sharedUnits } from '../../../src/report/leaderboard/shared-units.ts';
import type { LeaderboardTask } from '../../../src/report/leaderboard/task.ts';
import { meanText } from '../../../src/report/statement/mean-text.ts';
import { badge } from '../../../src/report/statement/render/badge.ts';
import { saidTime } from '../../../src/report/statement/said.ts';
import { carbonWithBand, co2e, energyWithBand, missing, printEnergy } from '../../../src/units/format.ts';
import { FigureChart } from '../../charts/figure-chart.tsx';
import { seriesOf } from '../../charts/frame/chart-data.ts';
import { save } from '../../charts/frame/save.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { shellLine } from '../../parts/shell-line.ts';
import { linkTo } from '../../state/location.ts';
import { type BoardData, leastOf, type RankedEntry } from './board-data.ts';

/** Entries of one hardware: the frontier, and a row for each with what it rests on. */
export function ClassView({
  one: { hardware, entries },
  task,
  folder,
  n,
}: {
  readonly one: BoardData['classes'][number];
  readonly task: LeaderboardTask;
  readonly folder: string;
  readonly n: number;
}) {
  const placed = useMemo(() => entries.map((entry) => ({ entry, frontier: entry.frontier })), [entries]);
  const figure = leaderboardFigure({ placed }, task, `frontier-${n}`);
  const least = leastOf(entries);
  const units = sharedUnits(entries);
  const heading = `class-${n}`;
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>
        <bdi>{hardware}</bdi>
      </h2>
      {least !== undefined && (
        <p>
          Least energy of those that meet what is asked for: <strong>{least.name}</strong> by{' '}
          <bdi>{least.by}</bdi>, {energyWithBand(least.energy.estimate)}, <bdi>{task.metric}</bdi>{' '}
          {meanText(least.metric)}.
        </p>
      )}
      {figure !== undefined && (
        <FigureChart
          figure={figure}
          level={3}
          unit={`energy at the wall in Wh against ${task.metric}`}
          source={`entries of ${folder}, as they say`}
          data={{
            columns: [
              'entry',
              'by',
              'energy_j',
              'energy_low_j',
              'energy_high_j',
              task.metric,
              'se',
              'seeds',
              'energy_rank',
              'metric_rank',
              'frontier',
              'joules_per_point',
              ...units.map((unit) => `per_1k_${unit}_j`),
            ],
            rows: () =>
              entries.map((entry) => [
                entry.name,
                entry.by,
                entry.energy.value,
                entry.energy.estimate.low,
                entry.energy.estimate.high,
                entry.metric.value,
                entry.metric.se,
                entry.metric.n,
                entry.energyRank,
                entry.metricRank,
                entry.frontier,
                entry.joulesPerPoint,
                ...units.map((unit) => entry.perWork?.[unit]?.value ?? null),
              ]),
          }}
          series={[
            seriesOf(
              'entries',
              entries.map((entry) => ({
                text: `${entry.name}: ${energyWithBand(entry.energy.estimate)}, ${task.metric} ${meanText(entry.metric)}`,
              })),
            ),
          ]}
        />
      )}
      <div class="scroll" tabIndex={0} role="region" aria-label={`Entries on ${hardware}, table`}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span class="unseen">On the frontier</span>
              </th>
              <th scope="col">Entry</th>
              <th scope="col" class="number">
                Energy a run
              </th>
              <th scope="col" class="number">
                Rank
              </th>
              <th scope="col" class="number">
                <bdi>{task.metric}</bdi>, mean ± s.e.
              </th>
              <th scope="col" class="number">
                Rank
              </th>
              {units.map((unit) => (
                <th key={unit} scope="col" class="number">
                  Energy per 1,000 {unit}
                </th>
              ))}
              <th
                scope="col"
                class="number"
                title={`Energy beyond ${task.baseline ?? 'the entry before on the frontier'}, for each point of quality gained`}
              >
                A point more
              </th>
              <th scope="col" class="number">
                Seeds
              </th>
              <th scope="col" class="number">
                Time
              </th>
              <th scope="col" class="number">
                Carbon
              </th>
              <th scope="col">Grade</th>
              <th scope="col">Evidence</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Row key={entry.name} entry={entry} task={task} folder={folder} units={units} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="muted">
        ★ no other entry has a better <bdi>{task.metric}</bdi> for less energy; ☆ one has, but none surely.
        Carbon is of the grid of each entry and is not ranked. As the entries say:{' '}
        <code>joulebook leaderboard verify {folder}</code> computes them anew.
      </p>
    </section>
  );
}

const SHOWN_RUNS = 3;
const SHORT_ID = 6;

function Row({
  entry,
  task,
  folder,
  units,
}: {
  readonly entry: RankedEntry;
  readonly task: LeaderboardTask;
  readonly folder: string;
  readonly units: readonly WorkUnit[];
}) {
  const { name, by, note, energy, metric, durationS, carbon, runs, grade } = entry;
  const said = `${printEnergy(energy.value)} · ${task.metric} ${meanText(metric)} · rank ${entry.energyRank}`;
  const evidence = `${folder}/entries/${name}`;
  return (
    <tr>
      <td>{FRONTIER_MARKS[entry.frontier]}</td>
      <th scope="row">
        <bdi>{name}</bdi>{' '}
        <span class="muted">
          by <bdi>{by}</bdi>
          {note !== undefined && (
            <>
              , <bdi>{note}</bdi>
            </>
          )}
        </span>
      </th>
      <td class="number">{energyWithBand(energy.estimate)}</td>
      <td class="number">{entry.energyRank}</td>
      <td class="number">{meanText(metric)}</td>
      <td class="number">{entry.metricRank}</td>
      {units.map((unit) => (
        <td key={unit} class="number">
          {energyWithBand(entry.perWork?.[unit]?.estimate ?? null)}
        </td>
      ))}
      <td class="number">{entry.joulesPerPoint === null ? missing() : printEnergy(entry.joulesPerPoint)}</td>
      <td class="number">{metric.n}</td>
      <td class="number">{durationS.value === null ? missing() : saidTime(durationS.value)}</td>
      <td class="number">
        {carbon === null ? 'of several grids' : `${carbonWithBand(carbon.estimate)} ${co2e()}`}
      </td>
      <td>{grade}</td>
      <td class="evidence">
        <details>
          <summary>{runs.length === 1 ? '1 run' : `${runs.length} runs`}</summary>
          <p>
            Journals in <code>{evidence}</code>
          </p>
          <p>
            Where this book has them:{' '}
            {runs.slice(0, SHOWN_RUNS).map((id, i) => (
              <span key={id}>
                {i > 0 && ', '}
                <a href={linkTo(`/runs/${id}`)}>{id.slice(-SHORT_ID).toLowerCase()}</a>
              </span>
            ))}
            {runs.length > SHOWN_RUNS && ` and ${runs.length - SHOWN_RUNS} more`}
          </p>
          <CopyButton
            text={shellLine(['joulebook', 'leaderboard', 'verify', evidence])}
            label="Copy verify command"
          />
        </details>
        <button
          type="button"
          class="quiet"
          onClick={() => save(`${name}.svg`, badge(task.name, said), 'image/svg+xml')}
        >
          Badge<span class="unseen"> of {name}</span>
        </button>
      </td>
    </tr>
  );
}
