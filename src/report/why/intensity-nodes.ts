import type { SourcedIntensity } from '../../grid/intensity.ts';
import { namedPlace } from '../../grid/named-place.ts';
import type { Derivation } from '../../units/derivation.ts';
import type { Spread } from '../../units/estimate.ts';
import { factor, factorAt, type Row, rowId } from './constants.ts';
import { errorWords } from './error-words.ts';
import type { Evidence } from './evidence.ts';
import { liveIntensityNode, silentSource } from './live-nodes.ts';
import { fromRecordedSource, numberless, recorded } from './nodes.ts';

/** Carbon intensity of the run's electricity: of a live source where one has told of its hours, else the yearly figure of its place. */
export function intensityNode(e: Evidence): Derivation {
  const { intensity, live, hourly = [], offline } = e.record.carbon;
  if (intensity === null) {
    return numberless(ID, LABEL, 'g/kWh', {
      source: 'not in the record',
      note: e.record.parts === undefined ? 'the run was recorded without one' : 'the runs had different ones',
    });
  }
  if (live === undefined) return placeIntensityNode(e, intensity, ID, LABEL);
  if (live.fraction > 0) {
    const yearly =
      offline === undefined
        ? {}
        : { yearly: placeIntensityNode(e, offline, 'carbon.offline', 'yearly figure') };
    return liveIntensityNode(e, { id: ID, label: LABEL, intensity, live, hours: hourly, ...yearly });
  }
  const node = placeIntensityNode(e, intensity, ID, LABEL);
  return { ...node, assumed: silentSource(live) };
}

const ID = 'carbon.intensity';
const LABEL = 'carbon intensity';

/** The figure of a place, and how far the hours of the run may stray from it. */
function placeIntensityNode(e: Evidence, intensity: SourcedIntensity, id: string, label: string): Derivation {
  if (intensity.zoneFrom === 'given') {
    const note =
      intensity.id === 'grid.given' ? '--intensity, or `intensity` of the settings' : namedPlace(intensity);
    return fromRecordedSource(intensity.id, label, intensity, note === undefined ? {} : { note });
  }
  if (intensity.value === null) return unknownPlace(intensity, label);
  const strays = Object.entries(intensity.errors).map(([source, spread]) =>
    strayNode(e, intensity, source, spread),
  );
  const figure = figureNode(intensity, intensity.value);
  if (strays.length === 0) return { ...figure, label };
  return recorded(id, label, intensity, {
    formula: [figure, ...strays].map((part) => part.label).join(' × '),
    from: [figure, ...strays],
    ...(intensity.grade === undefined ? {} : { grade: intensity.grade }),
    note: noteOf(intensity),
  });
}

const FOUND: Readonly<Record<SourcedIntensity['zoneFrom'], string>> = {
  option: '--region',
  config: '`region` of the settings',
  cloud: "the cloud's region",
  'time-zone': "the system's time zone",
  unknown: 'nothing',
  given: '--intensity',
};

function noteOf({ zoneName, basis, boundary, accounting, zoneFrom, note }: SourcedIntensity): string {
  const kind = [basis, boundary, ...(accounting === undefined ? [] : [accounting])].join(', ');
  // A guessed place says so where it is assumed.
  const more = note === undefined || zoneFrom === 'time-zone' ? '' : `; ${note}`;
  return `${zoneName}: ${kind}; place by ${FOUND[zoneFrom]}${more}`;
}

function figureNode(intensity: SourcedIntensity, value: number): Derivation {
  const { errors: _errors, note: _note, grade: _grade, ...rest } = intensity;
  return fromRecordedSource(intensity.id, `figure of ${intensity.zoneName}`, {
    ...rest,
    value,
    low: value,
    high: value,
    errors: {},
  });
}

function unknownPlace(intensity: SourcedIntensity, label: string): Derivation {
  return fromRecordedSource(intensity.id, label, intensity, {
    assumed: `place: ${intensity.note ?? 'not known: set `region` or give --intensity'}`,
  });
}

/** Error sources of an intensity: what each is as a factor, and the table that says how large it is. */
const STRAYS: Readonly<Record<string, readonly [label: string, row: Row]>> = {
  intensity: ['hours of the run and age of the figure', { file: 'grid/spread.json', path: [] }],
  accounting: ['plants of the place taken for its sockets', { file: 'grid/accounting.json', path: [] }],
  zone: ['places of that time zone', { file: 'grid/timezones.csv', path: [] }],
};

/** One of the error sources of an intensity, as a factor. */
function strayNode(e: Evidence, intensity: SourcedIntensity, source: string, spread: Spread): Derivation {
  const [prefix = ''] = source.split(':');
  const [label, row] = Object.hasOwn(STRAYS, prefix) ? (STRAYS[prefix] ?? []) : [];
  if (label === undefined || row === undefined) {
    // What its own source says of its figures.
    const { source: by, year, licence } = intensity;
    const node = factor(`error.${source}`, `accuracy of ${errorWords(source).what}`, spread);
    return {
      ...node,
      source: by,
      ...(year === undefined ? {} : { year }),
      ...(licence === undefined ? {} : { licence }),
    };
  }
  if (prefix === 'zone')
    return { ...factor(rowId(row), label, spread), ...TIME_ZONES, assumed: placeOf(intensity) };
  return factorAt(
    e.tables,
    row,
    label,
    spread,
    prefix === 'intensity' ? { assumed: hoursOf(intensity) } : {},
  );
}

const TIME_ZONES = {
  source: 'IANA time zone database; the figures of these places by the same table',
  year: 2025,
  licence: 'public domain',
} as const;

function placeOf({ note }: SourcedIntensity): string {
  return `place: ${note ?? 'guessed from the time zone; set `region`'}`;
}

function hoursOf({ zoneName }: SourcedIntensity): string {
  return `carbon intensity: the yearly mean of ${zoneName} for the hours of the run; give that of the hours with --intensity, or name a live source with joulebook config set grid-source`;
}
