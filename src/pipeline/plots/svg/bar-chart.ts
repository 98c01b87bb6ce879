import type { ValuePlot } from '../plot.ts';
import { AREA, axisNames, drawing, HEIGHT, WIDTH } from './frame.ts';
import { linearScale } from './scale.ts';
import { numberOf, seriesOf, textOf } from './series.ts';
import { at, escaped, tickText } from './text.ts';

const ROW = 16;
const BETWEEN = 8;
const LABEL = 130;
const LEAST = 140;

/** Bars to the right, one for each name on the vertical axis and each series. */
export function barChart(plot: ValuePlot, isSorted: boolean): string {
  const { axes } = plot;
  if (axes === undefined) return '';
  const series = seriesOf(plot).map(({ points, ...rest }) => ({
    ...rest,
    values: new Map(points.map((point) => [textOf(point.get(axes.y ?? '')), numberOf(point.get(axes.x))])),
  }));
  const names = [...new Set(series.flatMap(({ values }) => [...values.keys()]))];
  const greatest = (name: string): number => Math.max(...series.map(({ values }) => values.get(name) ?? 0));
  if (isSorted) names.sort((a, b) => greatest(b) - greatest(a));
  const x = linearScale(
    [0, ...series.flatMap(({ values }) => [...values.values()].filter(Number.isFinite))],
    [LABEL, AREA.right],
  );
  const group = series.length * ROW + BETWEEN;
  const height = Math.max(LEAST, names.length * group + HEIGHT - AREA.bottom + AREA.top);
  const bars = names.map((name, i) => {
    const top = AREA.top + i * group;
    const label = `<text class="tick" text-anchor="end" x="${LABEL - 6}" y="${at(top + group / 2 - BETWEEN / 2)}" dy="0.32em">${escaped(shortened(name))}</text>`;
    const own = series.map(({ name: told, color, values }, at1) => {
      const value = values.get(name);
      if (value === undefined || !Number.isFinite(value)) return '';
      const [left, right] = [Math.min(x.place(0), x.place(value)), Math.max(x.place(0), x.place(value))];
      return `<rect class="bar c${color % 7}" x="${at(left)}" y="${at(top + at1 * ROW)}" width="${at(right - left)}" height="${ROW - 2}"><title>${escaped(`${told}, ${name}: ${tickText(value)}`)}</title></rect>`;
    });
    return label + own.join('');
  });
  const bottom = height - (HEIGHT - AREA.bottom);
  const ticks = x.ticks.map(
    (tick) =>
      `<path class="grid" d="M${at(x.place(tick))} ${AREA.top}V${at(bottom)}"/><text class="tick" text-anchor="middle" x="${at(x.place(tick))}" y="${at(bottom + 16)}">${tickText(tick)}</text>`,
  );
  const named = `<g transform="translate(0 ${at(height - HEIGHT)})">${axisNames({ x: axes.xLabel, y: axes.yLabel ?? '' })}</g>`;
  return drawing(plot.title, ticks.join('') + bars.join('') + named, WIDTH, height);
}

const LONGEST = 18;

function shortened(name: string): string {
  const characters = Array.from(name);
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : name;
}
