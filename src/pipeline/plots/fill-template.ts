import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import { valueOfJson } from './json-value.ts';
import type { ValuePlot } from './plot.ts';

/** A template with everything in it, and what was left out of it to be filled in by others. */
export interface Filled {
  readonly content: Value;
  /** By anchor: `<DVC_METRIC_DATA>`. */
  readonly apart: ValueMap;
}

/** What the extension of an editor fills in itself. */
const APART: ReadonlySet<string> = new Set(
  'color data plot_height plot_width shape stroke_dash title tooltip x_label y_label zoom_and_pan'.split(' '),
);

/** What is given apart whether the template asks for it or not. */
const ALWAYS: ReadonlySet<string> = new Set(['title', 'x_label', 'y_label', 'data']);

const COLORS = ['#945dd6', '#13adc7', '#f46837', '#48bb78', '#4299e1', '#ed8936', '#f56565'];
const DASHES = [
  [1, 0],
  [8, 8],
  [8, 4],
  [4, 4],
  [4, 2],
  [2, 1],
  [1, 1],
];
const SHAPES = ['circle', 'square', 'triangle', 'diamond'];
const SIZE = 300;

/**
 * Fills a template of Vega-Lite with a plot. Where several files or fields are drawn, they are told apart by dashes, shapes or panels.
 *
 * @param isSplit leave out what can be filled in later.
 */
export function fillTemplate(template: Value, plot: ValuePlot, isSplit = false): Filled {
  const { axes, revisions, title } = plot;
  const apart = new Map<string, Value>();
  if (axes === undefined) return { content: new Map(), apart };
  const varied = variedKeys(plot);
  const key = varied.join('::');
  const groups = ['rev', ...(varied.length === 0 ? [] : [key])];
  const y = axes.y ?? null;
  const fields = [
    'rev',
    axes.x,
    ...(axes.y === undefined ? [] : [axes.y]),
    ...(varied.length === 0 ? [] : [key]),
  ];
  const domain = [
    ...new Set(
      axes.series.map((one) => varied.map((name) => one[name === 'field' ? 'field' : 'file']).join('::')),
    ),
  ].sort();
  const told = (range: readonly (string | readonly number[])[]): Value =>
    varied.length === 0 ? new Map() : mapping(key, domain, range, true);
  const panel =
    varied.length === 0
      ? new Map<string, Value>()
      : new Map<string, Value>([
          ['field', key],
          ['sort', []],
        ]);
  const escaped = (text: string): string => text.replaceAll(/[.[\]]/g, String.raw`\$&`);
  const values: readonly (readonly [string, Value])[] = [
    ['color', mapping('rev', revisions, COLORS, false)],
    ['zoom_and_pan', valueOfJson({ name: 'grid', select: 'interval', bind: 'scales' })],
    ['plot_height', BigInt(SIZE)],
    ['plot_width', BigInt(SIZE)],
    ['group_by', groups],
    ['group_by_x', [...groups, axes.x]],
    ['group_by_y', [...groups, y]],
    ['pivot_field', ['rev', ...varied].map((name) => `datum.${name}`).join(" + '::' + ")],
    ['row', panel],
    ['column', panel],
    ['tooltip', fields.map((field) => new Map([['field', field]]))],
    ['stroke_dash', told(DASHES)],
    ['shape', told(SHAPES)],
    ['title', title],
    ['x', escaped(axes.x)],
    ...(axes.y === undefined ? [] : [['y', escaped(axes.y)] as const]),
    ['x_label', axes.xLabel],
    ...(axes.yLabel === undefined ? [] : [['y_label', axes.yLabel] as const]),
    ['data', dataOf(plot, varied)],
  ];
  let content = template;
  for (const [name, value] of values) {
    const anchor = `<DVC_METRIC_${name.toUpperCase()}>`;
    // What would tell one series from others says nothing where there is one.
    const isEmpty = isMap(value) && value.size === 0;
    if (isSplit && APART.has(name) && !isEmpty) {
      if (ALWAYS.has(name) || holds(template, anchor)) apart.set(anchor, value);
    } else content = replaced(content, anchor, value);
  }
  return { content, apart };
}

/** Whether a template has a place for its data. */
export function hasDataAnchor(template: Value): boolean {
  return holds(template, '<DVC_METRIC_DATA>');
}

/** What tells the series of a plot apart: the file, the field, or both. */
export function variedKeys({ axes }: ValuePlot): readonly ('filename' | 'field')[] {
  const series = axes?.series ?? [];
  if (series.length < 2) return [];
  const varies = (name: 'file' | 'field'): boolean => new Set(series.map((one) => one[name])).size > 1;
  return [...(varies('file') ? ['filename' as const] : []), ...(varies('field') ? ['field' as const] : [])];
}

function dataOf({ points }: ValuePlot, varied: readonly string[]): readonly ValueMap[] {
  return points.map((point) => {
    const row = new Map(point);
    if (varied.length === 2)
      row.set('filename::field', `${textAt(point, 'filename')}::${textAt(point, 'field')}`);
    for (const name of ['filename', 'field'])
      if (varied.length === 2 || !varied.includes(name)) row.delete(name);
    return row;
  });
}

function textAt(point: ValueMap, name: string): string {
  const value = point.get(name);
  return typeof value === 'string' ? value : '';
}

function mapping(
  field: string,
  domain: readonly string[],
  range: readonly (string | readonly number[])[],
  isGrey: boolean,
): ValueMap {
  const used = domain.map((_, i) => valueOfJson(range[i % range.length] ?? ''));
  const scale = new Map<string, Value>([
    ['domain', domain],
    ['range', used],
  ]);
  return new Map<string, Value>([
    ['field', field],
    ['scale', scale],
    ...(isGrey
      ? [['legend', valueOfJson({ symbolFillColor: 'transparent', symbolStrokeColor: 'grey' })] as const]
      : []),
  ]);
}

function replaced(value: Value, anchor: string, by: Value): Value {
  if (value === anchor) return by;
  if (typeof value === 'string') return typeof by === 'string' ? value.replaceAll(anchor, by) : value;
  if (isMap(value)) return new Map([...value].map(([key, item]) => [key, replaced(item, anchor, by)]));
  return isList(value) ? value.map((item) => replaced(item, anchor, by)) : value;
}

function holds(value: Value, anchor: string): boolean {
  if (value === anchor) return true;
  if (isMap(value)) return [...value.values()].some((item) => holds(item, anchor));
  return isList(value) && value.some((item) => holds(item, anchor));
}
