import type { HourRecord, LiveRecord } from '../../book/run-record.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import type { Derivation } from '../../units/derivation.ts';
import { factorAt } from './constants.ts';
import { type Evidence, seen } from './evidence.ts';
import { recorded } from './nodes.ts';

/** What a live source told of a run. */
export interface LiveFigures {
  /** Of the figure's own names, e.g. `carbon.intensity`. */
  readonly id: string;
  readonly label: string;
  readonly intensity: SourcedIntensity;
  readonly live: LiveRecord;
  readonly hours: readonly HourRecord[];
  /** The chain of the yearly figure that stands in for hours without one. */
  readonly yearly?: Derivation;
}

/** Hours of more than this are told by the day. */
const MOST_HOURS = 24;

/** A live intensity: the mean of its hours, each weighed by the energy that the run used in it. */
export function liveIntensityNode(e: Evidence, figures: LiveFigures): Derivation {
  const { id, label, intensity, live, hours, yearly } = figures;
  const { errors, note } = intensity;
  const accuracy = Object.entries(errors).flatMap(([source, spread]) =>
    source.startsWith('live:')
      ? [
          factorAt(
            e.tables,
            { file: 'grid/live.json', path: ['spread'] },
            'accuracy of the live figures',
            spread,
          ),
        ]
      : [],
  );
  const parts = hours.length > MOST_HOURS ? daysOf(hours) : hours;
  const asked = live.askedAt === undefined ? '' : `, asked ${live.askedAt}`;
  const whole = `${live.name}, zone ${live.zone}: ${live.basis}, ${live.boundary}${asked}`;
  return recorded(id, label, intensity, {
    formula: 'Σ over the hours of intensity × energy / energy of all hours',
    from: [
      ...parts.map((hour) => hourNode(e, id, hour, intensity, live)),
      ...accuracy,
      ...(yearly === undefined || live.fraction > 1 - 1e-9 ? [] : [yearly]),
    ],
    note: note === undefined ? whole : `${whole}; ${note}`,
  });
}

/** What is said where a live source was asked and told nothing. */
export function silentSource({ name, failure }: LiveRecord): string {
  return `carbon intensity: the live source ${name} told nothing of these hours${failure === undefined ? '' : ` (${failure})`}, so the yearly figure stands`;
}

function hourNode(
  e: Evidence,
  of: string,
  { hour, energyWh, gPerKwh, source, how }: HourRecord,
  { licence }: SourcedIntensity,
  { name }: LiveRecord,
): Derivation {
  const energy = `${Number(energyWh.toPrecision(3))} Wh of the run`;
  const isLive = source === name;
  return {
    id: `${of}.${hour}`,
    label: hour,
    value: gPerKwh,
    low: gPerKwh,
    high: gPerKwh,
    unit: 'g/kWh',
    ...seen(e, source ?? 'nobody told it'),
    ...(isLive && licence !== undefined ? { licence } : {}),
    note: `${how}; ${energy}`,
  };
}

/** Hours together by day: their energy, and their intensity weighed by it. */
function daysOf(hours: readonly HourRecord[]): readonly HourRecord[] {
  const days = new Map<string, HourRecord[]>();
  for (const hour of hours) {
    const key = `${hour.hour.slice(0, 'yyyy-mm-dd'.length)} ${hour.source ?? ''}`;
    days.set(key, [...(days.get(key) ?? []), hour]);
  }
  return [...days.values()].map((day) => {
    const energyWh = day.reduce((sum, hour) => sum + hour.energyWh, 0);
    const grams = day.reduce((sum, hour) => sum + hour.energyWh * (hour.gPerKwh ?? 0), 0);
    const [first] = day as [HourRecord, ...HourRecord[]];
    const kinds = [...new Set(day.map(({ how }) => how))].join(', ');
    return {
      ...first,
      hour: `${first.hour.slice(0, 'yyyy-mm-dd'.length)}, ${day.length} hours${first.source === null ? ' not told' : ''}`,
      energyWh,
      gPerKwh: energyWh > 0 && first.gPerKwh !== null ? grams / energyWh : first.gPerKwh,
      how: kinds,
    };
  });
}
