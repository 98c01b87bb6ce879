import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';

/** What a chart of Vega-Lite looks like in its main features: as much as is drawn of it without Vega. */
export interface ChartKind {
  readonly form: 'lines' | 'points' | 'bars' | 'matrix';
  /** Fields on the axes, where the chart says so. */
  readonly x?: string;
  readonly y?: string;
  /** Bars that stand: the names are on the horizontal axis. */
  readonly isUpright: boolean;
  /** Bars by their length, the longest first. */
  readonly isSorted: boolean;
  /** A matrix of parts of a row instead of counts. */
  readonly isNormalized: boolean;
  /** The field whose values fill a matrix; undefined: it counts. */
  readonly valueField?: string;
}

/** One mark with all that holds for it. */
interface Unit {
  readonly mark: string;
  readonly encoding: ValueMap;
  readonly transforms: readonly Value[];
}

/** From the first to the last, what a chart with several marks is taken for. */
const FORMS: readonly (readonly [ChartKind['form'], ReadonlySet<string>])[] = [
  ['matrix', new Set(['rect'])],
  ['bars', new Set(['bar'])],
  ['lines', new Set(['line', 'area', 'trail'])],
  ['points', new Set(['point', 'circle', 'square', 'tick'])],
];
const NAMES: ReadonlySet<string> = new Set(['nominal', 'ordinal']);
const EMPTY: ValueMap = new Map();

/** Looks a chart through: its layers and panels, and what they inherit. What cannot be told is drawn as lines. */
export function chartKind(spec: Value): ChartKind {
  const units = [...unitsOf(spec, EMPTY, [])];
  const [form, marks] = FORMS.find(([, set]) => units.some(({ mark }) => set.has(mark))) ?? [
    'lines',
    undefined,
  ];
  const unit = units.find(({ mark }) => marks?.has(mark)) ?? units[0];
  const encoding = unit?.encoding ?? EMPTY;
  const [x, y] = [channel(encoding, 'x'), channel(encoding, 'y')];
  const isUpright = NAMES.has(textAt(x, 'type')) && !NAMES.has(textAt(y, 'type'));
  const fill = channel(encoding, 'color');
  const made = (unit?.transforms ?? []).flatMap((one) => madeBy(one, textAt(fill, 'field')));
  return {
    form,
    ...fieldOf('x', x),
    ...fieldOf('y', y),
    isUpright: form === 'bars' && isUpright,
    isSorted: /^-[xy]$/u.test(textAt(isUpright ? x : y, 'sort')),
    isNormalized: made.some((how) => how.includes('/')),
    ...(form === 'matrix' && made.length === 0 && textAt(fill, 'aggregate') !== 'count'
      ? fieldOf('valueField', fill)
      : {}),
  };
}

function* unitsOf(spec: Value, above: ValueMap, before: readonly Value[]): Generator<Unit> {
  if (!isMap(spec)) return;
  const encoding = new Map([...above, ...(channelsOf(spec) ?? [])]);
  const own = spec.get('transform');
  const transforms = [...before, ...(isList(own) ? own : [])];
  const mark = spec.get('mark');
  const name = isMap(mark) ? textAt(mark, 'type') : mark;
  if (typeof name === 'string') yield { mark: name, encoding, transforms };
  for (const key of ['spec', 'layer', 'concat', 'hconcat', 'vconcat']) {
    const inner = spec.get(key);
    for (const part of isList(inner) ? inner : inner === undefined ? [] : [inner])
      yield* unitsOf(part, encoding, transforms);
  }
}

function channelsOf(spec: ValueMap): ValueMap | undefined {
  const encoding = spec.get('encoding');
  return isMap(encoding) ? encoding : undefined;
}

function channel(encoding: ValueMap, name: string): ValueMap {
  const found = encoding.get(name);
  if (!isMap(found)) return EMPTY;
  // A colour that depends on what is pointed at says first what it is then.
  const condition = found.get('condition');
  return isMap(condition) && condition.has('field') ? condition : found;
}

/** How a transform makes a field, where it does. */
function madeBy(transform: Value, field: string): readonly string[] {
  if (!isMap(transform) || field === '') return [];
  if (transform.get('as') === field) return [textAt(transform, 'calculate')];
  const lists = [transform.get('aggregate'), transform.get('joinaggregate'), transform.get('window')];
  const makes = lists.some(
    (list) => isList(list) && list.some((one) => isMap(one) && one.get('as') === field),
  );
  return makes || transform.get('impute') === field ? [''] : [];
}

function fieldOf<K extends string>(key: K, from: ValueMap): { readonly [_ in K]?: string } {
  const field = textAt(from, 'field').replaceAll(/\\(?=[.[\]])/gu, '');
  return (field === '' ? {} : { [key]: field }) as { readonly [_ in K]?: string };
}

function textAt(map: ValueMap, key: string): string {
  const value = map.get(key);
  return typeof value === 'string' ? value : '';
}
