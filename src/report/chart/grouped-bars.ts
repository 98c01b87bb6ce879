import { fitted, label, widthOf } from './frame.ts';
import { legend } from './legend.ts';
import { element } from './markup.ts';
import { type Role, seriesRole } from './palette.ts';
import { type Canvas, fillOf, texturesOf } from './texture.ts';

/** One bar of a group; undefined where its series has none here. */
export interface GroupedBar {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly text: string;
}

/** Bars that belong together, one for each series, in their order. */
export interface BarGroup {
  readonly name: string;
  readonly bars: readonly (GroupedBar | undefined)[];
}

/** So many series have a colour and a texture of their own; with more the bars are numbered as well. */
export const MOST_COLOURS = 6;
/** Up to so many series each bar has its value beside it; with more there is no room. */
const MOST_VALUES = 8;

const HEADING = 22;
const GAP = 12;
const LEGEND_GAP = 8;
const NUMBER_WIDTH = 22;

/** The look of the n-th series, which comes again after six. */
export function groupedRole(n: number): Role {
  return seriesRole(n % MOST_COLOURS);
}

/** A drawing of bars: the inside of an `svg`, and where the end of each bar is, group by group. */
export interface GroupedDrawing {
  readonly svg: string;
  readonly height: number;
  readonly places: readonly (readonly [x: number, y: number])[];
}

interface GroupedPlaces {
  readonly height: number;
  readonly row: number;
  readonly thickness: number;
  readonly left: number;
  readonly at: (group: number, series: number) => { readonly x: number; readonly y: number };
}

/** Places the bars; the legend stands below them. */
function groupedPlaces(groups: readonly BarGroup[], series: number, width: number): GroupedPlaces {
  const isNumbered = series > MOST_COLOURS;
  const row = series <= MOST_VALUES ? 17 : 13;
  const left = isNumbered ? NUMBER_WIDTH : 0;
  const room = series <= MOST_VALUES ? valueRoom(groups) : 8;
  const reach = groups.reduce(
    (most, { bars }) => bars.reduce((all, bar) => Math.max(all, endOf(bar?.value), endOf(bar?.high)), most),
    0,
  );
  const across = Math.max(40, width - left - room);
  const block = HEADING + series * row + GAP;
  return {
    height: Math.max(1, groups.length) * block,
    row,
    thickness: row - 4,
    left,
    at: (group, one) => {
      const value = endOf(groups[group]?.bars[one]?.value);
      return {
        x: left + (reach > 0 ? (value / reach) * across : 0),
        y: group * block + HEADING + (one + 0.5) * row,
      };
    },
  };
}

function endOf(value: number | null | undefined): number {
  return value === null || value === undefined || !Number.isFinite(value) ? 0 : Math.max(0, value);
}

function valueRoom(groups: readonly BarGroup[]): number {
  return (
    groups.reduce(
      (most, { bars }) => bars.reduce((all, bar) => Math.max(all, widthOf(bar?.text ?? '')), most),
      12,
    ) + 12
  );
}

/** Horizontal bars in groups from zero, a bar for each series; the whisker is the 90 % interval. What a series has not stays empty. */
export function groupedBars(
  groups: readonly BarGroup[],
  series: readonly string[],
  canvas: Canvas,
): GroupedDrawing {
  const places = groupedPlaces(groups, series.length, canvas.width);
  const drawn = groups.map((group, g) => groupOf(group, g, places, canvas)).join('');
  const isNumbered = series.length > MOST_COLOURS;
  const named = legend(
    series.map((name, i) => ({
      name: fitted(isNumbered ? `${i + 1}  ${name}` : name, canvas.width - 36),
      role: groupedRole(i),
    })),
    places.height + LEGEND_GAP,
    canvas,
  );
  const textures = texturesOf(
    series.map((_, i) => groupedRole(i)),
    canvas,
  );
  return {
    svg: textures + drawn + named.svg,
    height: places.height + LEGEND_GAP + named.height,
    places: groups.flatMap((_, g) =>
      series.map((__, i) => {
        const { x, y } = places.at(g, i);
        return [x, y] as const;
      }),
    ),
  };
}

function groupOf({ name, bars }: BarGroup, g: number, places: GroupedPlaces, canvas: Canvas): string {
  const first = places.at(g, 0).y - places.row / 2;
  const isNumbered = bars.length > MOST_COLOURS;
  const rows = bars.map((bar, i) => {
    const { x, y } = places.at(g, i);
    const number = isNumbered
      ? label(String(i + 1), places.left - 6, y + 4, canvas, { anchor: 'end', tone: 'muted' })
      : '';
    if (bar === undefined) return number + label('—', places.left + 4, y + 4, canvas, { tone: 'muted' });
    const scale = (value: number): number => {
      const own = endOf(bar.value);
      return places.left + (own > 0 ? (Math.max(0, value) / own) * (x - places.left) : 0);
    };
    return (
      number +
      barOf(bar, i, x, y, places, canvas) +
      whisker(bar, y, scale, canvas) +
      valueOf(bar, bars.length, x, y, scale, canvas)
    );
  });
  return label(fitted(name, canvas.width), 0, first - 6, canvas, { bold: true }) + rows.join('');
}

function barOf(
  { value }: GroupedBar,
  i: number,
  x: number,
  y: number,
  { left, thickness }: GroupedPlaces,
  canvas: Canvas,
): string {
  if (!(value > 0)) return '';
  const role = groupedRole(i);
  return element('rect', {
    x: left,
    y: y - thickness / 2,
    width: Math.max(1, x - left),
    height: thickness,
    fill: fillOf(role, canvas),
    stroke: canvas.paint(role),
    'stroke-width': 0.8,
  });
}

/** The value stands behind the bar and its whisker. */
function valueOf(
  { text, high }: GroupedBar,
  series: number,
  x: number,
  y: number,
  scale: (value: number) => number,
  canvas: Canvas,
): string {
  if (series > MOST_VALUES) return '';
  const end = Math.max(x, high === null || !Number.isFinite(high) ? x : scale(high));
  return label(text, end + 8, y + 4, canvas, { tone: 'muted' });
}

/** On a halo of the page's colour, for it lies on the bar as well as beside it. */
function whisker(
  { low, high }: GroupedBar,
  y: number,
  scale: (value: number) => number,
  canvas: Canvas,
): string {
  if (low === null || high === null || low === high) return '';
  const [a, b] = [scale(low), scale(high)];
  if (!Number.isFinite(a) || !Number.isFinite(b)) return '';
  const d = `M${a.toFixed(1)} ${y}H${b.toFixed(1)}M${a.toFixed(1)} ${y - 3}V${y + 3}M${b.toFixed(1)} ${y - 3}V${y + 3}`;
  return (
    element('path', { d, stroke: canvas.paint('surface'), 'stroke-width': 3.5, fill: 'none' }) +
    element('path', { d, stroke: canvas.paint('ink'), 'stroke-width': 1.3, fill: 'none' })
  );
}
