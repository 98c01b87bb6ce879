import { useCallback } from 'preact/hooks';
import type { RunRecord } from '../../../../src/book/run-record.ts';
import { carbonWithBand, co2e, missing, printIntensity } from '../../../../src/units/format.ts';
import { DrawnChart } from '../../../charts/drawn-chart.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { useAnswer } from '../../../state/use-answer.ts';
import {
  changeText,
  cleanestStart,
  missingShift,
  type ShiftAnswer,
  shiftText,
  sourceFor,
} from './shift-data.ts';
import { shiftDrawing } from './shift-drawing.ts';

const HOUR_MS = 3_600_000;

/** The same run begun up to a day earlier or later, where a source tells those hours. */
export function ShiftChart({ run }: { readonly run: RunRecord }) {
  const asked = useAnswer<ShiftAnswer>(`/runs/${run.id}/shift`);
  return (
    <Loaded asked={asked} what="Loading the hours around the run">
      {(data) => (data.why === null ? <Curve run={run} data={data} /> : <Missing run={run} data={data} />)}
    </Loaded>
  );
}

function Missing({ run, data }: { readonly run: RunRecord; readonly data: ShiftAnswer }) {
  const [what, how] = missingShift(data, run.carbon.intensity);
  const { country, zone } = run.carbon.intensity ?? {};
  const source = sourceFor(country ?? zone);
  const hasCommand = !data.isConfigured && how.endsWith(':');
  return (
    <section class="empty">
      <h2>No other hours to begin at</h2>
      <p>{what}</p>
      {how !== '' && (
        <p>
          {how}{' '}
          {hasCommand && (
            <>
              <code>joulebook config set grid-source {source}</code>
              {source === 'electricity-maps' && ' (with a key: electricity-maps-token)'}
            </>
          )}
        </p>
      )}
    </section>
  );
}

function Curve({ run, data }: { readonly run: RunRecord; readonly data: ShiftAnswer }) {
  const { starts } = data;
  const cleanest = cleanestStart(starts);
  const own = starts.find(({ shiftH }) => shiftH === 0);
  const known = starts.filter(({ operational }) => operational !== null);
  const foretold = known.filter(({ how }) => how.includes('forecast')).length;
  const startedMs = Date.parse(run.startedAt);
  const clock = (shiftH: number): string =>
    new Date(startedMs + shiftH * HOUR_MS).toLocaleString(undefined, {
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
  const drawing = useCallback(
    (width: number) => shiftDrawing(starts, cleanest?.shiftH, width),
    [starts, cleanest?.shiftH],
  );
  const sentence =
    cleanest === undefined || own === undefined || own.operational === null
      ? `${known.length} of ${starts.length} starts are known; the run’s own is not.`
      : cleanest.shiftH === 0
        ? `No start within a day was cleaner than its own: ${carbonWithBand(own.operational)}.`
        : `Begun ${shiftText(cleanest.shiftH)}, ${clock(cleanest.shiftH)}, it would have made ${carbonWithBand(cleanest.operational)} instead of ${carbonWithBand(own.operational)}, ${changeText(cleanest.ratio?.value ?? 1)}.`;
  const notes = [
    'The band is that of energy and intensity, 90 %; between two starts most of it cancels',
    ...(known.length < starts.length
      ? [`${starts.length - known.length} of ${starts.length} starts have hours that are not known`]
      : []),
    ...(foretold > 0 ? [`${foretold} rest on a forecast`] : []),
    ...(data.isEven === true
      ? ['when the energy was used is not known: it is laid evenly over the run']
      : []),
  ];
  return (
    <DrawnChart
      id="shift"
      title="The same run at other hours"
      sentence={sentence}
      unit={`g ${co2e()}, with PUE, location-based`}
      source={[
        `${data.source ?? ''}, ${data.zone ?? ''}`,
        data.basis,
        data.boundary,
        data.isAsked === true ? 'asked now' : 'as kept by earlier runs',
        data.licence,
      ]
        .filter(Boolean)
        .join(', ')}
      note={notes.join('; ')}
      drawing={drawing}
      count={starts.length}
      pointsName="starts"
      textOf={(n) => {
        const start = starts[n];
        if (start === undefined) return '';
        const { shiftH, operational, gPerKwh, missing: unknown, how, ratio } = start;
        const head = `${shiftH === 0 ? 'its own start' : shiftText(shiftH)}, ${clock(shiftH)}`;
        return operational === null || gPerKwh === null
          ? `${head}: not known (${unknown} hours are missing)`
          : [
              `${head}: ${carbonWithBand(operational)}`,
              `${printIntensity(gPerKwh)}, ${how.join(' and ')}`,
              ...(shiftH === 0 || ratio?.value == null ? [] : [changeText(ratio.value)]),
            ].join('\n');
      }}
      table={() => ({
        columns: [
          { title: 'Start' },
          { title: 'At' },
          { title: co2e(), isNumber: true },
          { title: 'Against its own', isNumber: true },
          { title: 'Intensity', isNumber: true },
          { title: 'How it is known' },
        ],
        rows: starts.map(({ shiftH, operational, ratio, gPerKwh, how, missing: unknown }) => [
          shiftText(shiftH),
          clock(shiftH),
          operational === null ? missing() : carbonWithBand(operational),
          ratio?.value == null || shiftH === 0 ? missing() : changeText(ratio.value),
          gPerKwh === null ? missing() : printIntensity(gPerKwh),
          unknown > 0 ? `${unknown} hours are missing` : how.join(', '),
        ]),
      })}
      data={{
        columns: [
          'shift_h',
          'start_utc',
          'co2e_g',
          'low_g',
          'high_g',
          'against_own',
          'g_per_kwh',
          'missing_hours',
          'how',
        ],
        rows: () =>
          starts.map(({ shiftH, operational, ratio, gPerKwh, missing: unknown, how }) => [
            shiftH,
            new Date(startedMs + shiftH * HOUR_MS).toISOString(),
            operational?.value ?? null,
            operational?.low ?? null,
            operational?.high ?? null,
            ratio?.value ?? null,
            gPerKwh,
            unknown,
            how.join(' '),
          ]),
      }}
    />
  );
}
