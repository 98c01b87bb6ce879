import type { RunRecord } from '../../../../src/book/run-record.ts';
import { axisUnit } from '../../../../src/report/chart/axis-unit.ts';
import {
  chosenMetric,
  readMetric,
  type ChosenMetric,
} from '../../../../src/report/statement/chosen-metric.ts';
import { saidNumber } from '../../../../src/report/statement/said.ts';
import { energyWithBand, missing, printEnergy } from '../../../../src/units/format.ts';
import { printDuration } from '../../../../src/units/format-duration.ts';
import { ChartFrame } from '../../../charts/chart-frame.tsx';
import { columnAt, Columns, type Panel } from '../../../charts/columns/columns.tsx';
import { wh } from '../../../parts/wh.ts';
import { setView, view } from '../../../state/location.ts';
import { StageBars } from '../summary/stage-bars.tsx';
import { type EpochGroup, groupEpochs, marginal, outliers } from './epoch-facts.ts';
import { MarginalTable } from './marginal-table.tsx';
import { shareText } from '../../../../src/units/format-share.ts';

const MOST_COLUMNS = 400;
const PANEL_HEIGHT = 170;

/** What each epoch cost and brought, and what each stage cost. */
export function EpochsTab({ run }: { readonly run: RunRecord }) {
  const { epochs, stages } = run.energy;
  if (epochs.length === 0 && Object.keys(stages).length === 0)
    return (
      <section class="empty">
        <h2>No epochs and no stages</h2>
        <p>The run did not say when one began or ended. It can, from any language, by a line in a file:</p>
        <p>
          <code>echo '{'{"epoch": 3, "acc": 0.91}'}' &gt;&gt; "$JOULEBOOK_REPORT_FILE"</code>
        </p>
        <p>
          or in Python <code>joulebook.epoch(3, acc=0.91)</code>; a stage around a command is{' '}
          <code>joulebook mark --stage load</code>.
        </p>
      </section>
    );
  return (
    <>
      {epochs.length > 0 && <Epochs run={run} />}
      <StageBars run={run} />
      {Object.keys(stages).length === 0 && <p class="muted">The run named no stages.</p>}
    </>
  );
}

function Epochs({ run }: { readonly run: RunRecord }) {
  const { epochs } = run.energy;
  const names = [...new Set(epochs.flatMap(({ metrics }) => Object.keys(metrics)))];
  const wanted = view('metric');
  const metric: ChosenMetric | undefined =
    wanted !== undefined && names.includes(wanted)
      ? readMetric(wanted)
      : chosenMetric([{ ...run, metrics: Object.fromEntries(names.map((name) => [name, 0])) }]);
  const groups = groupEpochs(epochs, metric?.name, MOST_COLUMNS);
  const isGrouped = groups.length < epochs.length;
  const isFar = outliers(groups.map(({ joules }) => joules));
  const unit = axisUnit('energy', Math.max(0, ...groups.map(({ joules }) => joules ?? 0)));
  const steps = metric === undefined ? undefined : marginal(epochs, metric.name, metric.goal);
  const panels: readonly Panel[] = [
    {
      kind: 'columns',
      title: `energy of an epoch, ${unit.symbol}`,
      role: 'gpu',
      height: PANEL_HEIGHT,
      columns: groups.map(({ joules }, i) => ({
        value: joules === null ? null : joules / unit.factor,
        isOutlier: isFar[i] ?? false,
      })),
    },
    ...(metric === undefined
      ? []
      : [
          {
            kind: 'line' as const,
            title: `${metric.name} (${metric.goal === 'maximize' ? 'more' : 'less'} is better)`,
            role: 'cpu' as const,
            height: PANEL_HEIGHT * 0.8,
            columns: groups.map(({ metric: value }) => ({ value: value ?? null })),
          },
        ]),
  ];
  const said = (group: EpochGroup, i: number): string =>
    [
      `${epochName(group)}: ${printEnergy(group.joules)} in ${printDuration(group.durationS)}${isGrouped ? ' each' : ''}`,
      ...(group.metric === undefined ? [] : [`${metric?.name ?? ''} ${saidNumber(group.metric)}`]),
      ...(isFar[i] === true ? ['apart from the others'] : []),
    ].join('\n');
  const plateau = steps?.plateau;
  const far = isFar.filter(Boolean).length;
  const known = epochs.flatMap(({ attributed: { value } }) => (value === null ? [] : [value]));
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  return (
    <>
      <ChartFrame
        id="epochs"
        title="Energy and quality by epoch"
        sentence={[
          `${epochs.length} epochs of ${printEnergy(known.length === 0 ? null : mean)} on average${far === 0 ? '' : `; ${far === 1 ? 'one stands' : `${far} stand`} apart (▼)`}.`,
          plateau === undefined
            ? ''
            : `After epoch ${plateau.epoch}, ${shareText(plateau.shareAfter)} of the energy (${printEnergy(plateau.joulesAfter)}) brought ${saidNumber(plateau.gainAfter)} of ${metric?.name ?? ''}.`,
        ].join(' ')}
        unit={`${unit.symbol} per epoch, attributed, at the wall${metric === undefined ? '' : `; ${metric.name} as the run reported it`}`}
        source="epochs as the run reported them"
        {...(isGrouped
          ? {
              note: `Each column is the mean of ${groups[0] === undefined ? 1 : groups[0].to - groups[0].from + 1} epochs`,
            }
          : {})}
        controls={
          names.length > 1 && (
            <label>
              Metric{' '}
              <select
                value={metric?.name}
                onChange={({ currentTarget }) => setView({ metric: currentTarget.value })}
              >
                {names.slice(0, 500).map((name) => (
                  <option key={name} value={name}>
                    {name.slice(0, 60)}
                  </option>
                ))}
              </select>
            </label>
          )
        }
        table={() => ({
          columns: [
            { title: 'Epoch', isNumber: true },
            { title: 'Energy', isNumber: true },
            { title: 'Time', isNumber: true },
            ...(metric === undefined ? [] : [{ title: metric.name, isNumber: true }]),
          ],
          rows: epochs.map(({ n, attributed, durationS, metrics }) => {
            const value = metric === undefined ? undefined : metrics[metric.name];
            return [
              String(n),
              energyWithBand(attributed),
              printDuration(durationS),
              ...(metric === undefined ? [] : [value === undefined ? missing() : saidNumber(value)]),
            ];
          }),
        })}
        data={{
          columns: ['epoch', 'attributed_wh', 'low_wh', 'high_wh', 'active_wh', 'duration_s', ...names],
          rows: () =>
            epochs.map(({ n, attributed, active, durationS, metrics }) => [
              n,
              ...[attributed.value, attributed.low, attributed.high, active.value].map(wh),
              durationS,
              ...names.map((name) => metrics[name] ?? null),
            ]),
        }}
        series={[
          {
            name: 'epochs',
            count: groups.length,
            point: (i) => ({
              text: groups[i] === undefined ? '' : said(groups[i], i),
              at: [columnAt(i, groups.length, 1000), 0.25],
            }),
          },
        ]}
      >
        {({ width, cursor, point }) => (
          <Columns
            panels={panels}
            names={groups.map(({ to }) => String(to))}
            title="epoch"
            width={width}
            marked={cursor?.point}
            line={
              plateau === undefined
                ? undefined
                : {
                    after: groups.findIndex(({ to }) => to >= plateau.epoch),
                    text: `99 % of the gain by epoch ${plateau.epoch}`,
                  }
            }
            onPoint={(n) => point(n === undefined ? undefined : { series: 0, point: n })}
          />
        )}
      </ChartFrame>
      {metric === undefined ? (
        <p class="muted">
          No metric was reported with the epochs; with one, this page says what each improvement cost:{' '}
          <code>joulebook.epoch(3, acc=0.91)</code>
        </p>
      ) : (
        steps !== undefined && <MarginalTable steps={steps} metric={metric} />
      )}
    </>
  );
}

function epochName({ from, to }: EpochGroup): string {
  return from === to ? `epoch ${to}` : `epochs ${from} to ${to}`;
}
