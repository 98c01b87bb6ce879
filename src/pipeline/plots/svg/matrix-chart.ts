import { byCodePoints } from '../../values/code-points.ts';
import type { ValuePlot } from '../plot.ts';
import { drawing } from './frame.ts';
import { numberOf, seriesOf, textOf } from './series.ts';
import { at, escaped, tickText } from './text.ts';

const CELL = 44;
const LABEL = 90;
const HEAD = 24;
const FOOT = 76;
/** From here on a cell is so dark that its text is light. */
const DARK = 0.5;

/** How a matrix is filled. */
export interface MatrixFilling {
  /** With parts of a row instead of counts. */
  readonly isNormalized: boolean;
  /** With values of this field, the last where there are several. */
  readonly valueField?: string;
}

/** How often each pair of classes occurs, or a value for each pair; a matrix for each series. */
export function matrixChart(plot: ValuePlot, { isNormalized, valueField }: MatrixFilling): string {
  const { axes } = plot;
  if (axes === undefined) return '';
  const pairs = (point: ReadonlyMap<string, Parameters<typeof textOf>[0]>): readonly [string, string] => [
    textOf(point.get(axes.x)),
    textOf(point.get(axes.y ?? '')),
  ];
  const columns = [...new Set(plot.points.map((point) => pairs(point)[0]))].sort(byCodePoints);
  const rows = [...new Set(plot.points.map((point) => pairs(point)[1]))].sort(byCodePoints);
  const width = LABEL + columns.length * CELL + CELL / 2;
  const series = seriesOf(plot);
  const absent = valueField === undefined ? 0 : Number.NaN;
  const matrices = series.map(({ name, points }, i) => {
    const counts = new Map<string, number>();
    for (const point of points) {
      const key = JSON.stringify(pairs(point));
      counts.set(
        key,
        valueField === undefined ? (counts.get(key) ?? 0) + 1 : numberOf(point.get(valueField)),
      );
    }
    const count = (x: string, y: string): number => counts.get(JSON.stringify([x, y])) ?? absent;
    const given = [...counts.values()].filter(Number.isFinite).map(Math.abs);
    const most = Math.max(valueField === undefined ? 1 : Number.MIN_VALUE, ...given);
    const cells = rows.flatMap((y, row) => {
      const total = columns.reduce((sum, x) => sum + count(x, y), 0);
      return columns.map((x, column) => {
        const part = Math.abs(count(x, y)) / (isNormalized ? Math.max(1, total) : most) || 0;
        const text = isNormalized ? part.toFixed(2) : cellText(count(x, y));
        const [left, top] = [LABEL + column * CELL, HEAD + row * CELL];
        return `<g><rect class="cell" x="${left}" y="${top}" width="${CELL - 1}" height="${CELL - 1}" fill-opacity="${at(Math.max(0.04, part))}"/><text class="count${part > DARK ? ' light' : ''}" text-anchor="middle" x="${at(left + CELL / 2)}" y="${at(top + CELL / 2)}" dy="0.32em">${text}</text><title>${escaped(`${axes.xLabel} ${x}, ${axes.yLabel ?? ''} ${y}: ${text}`)}</title></g>`;
      });
    });
    const down = rows.map(
      (y, row) =>
        `<text class="tick" text-anchor="end" x="${LABEL - 6}" y="${at(HEAD + (row + 0.5) * CELL)}" dy="0.32em">${escaped(y)}</text>`,
    );
    const across = columns.map(
      (x, column) =>
        `<text class="tick" text-anchor="middle" x="${at(LABEL + (column + 0.5) * CELL)}" y="${HEAD + rows.length * CELL + 16}">${escaped(x)}</text>`,
    );
    const middle = at(LABEL + (columns.length * CELL) / 2);
    const names = `<text class="name" text-anchor="middle" x="${middle}" y="14">${escaped(name)}</text><text class="name" text-anchor="middle" x="${middle}" y="${HEAD + rows.length * CELL + 40}">${escaped(axes.xLabel)}</text><text class="name" text-anchor="middle" transform="translate(14 ${at(HEAD + (rows.length * CELL) / 2)}) rotate(-90)">${escaped(axes.yLabel ?? '')}</text>`;
    return `<g transform="translate(${at(i * width)} 0)">${[...cells, ...down, ...across].join('')}${names}</g>`;
  });
  return drawing(plot.title, matrices.join(''), width * series.length, HEAD + rows.length * CELL + FOOT);
}

/** A number that fits into a cell; what is none is left out. */
function cellText(value: number): string {
  return Number.isFinite(value) ? tickText(Number(value.toPrecision(3))) : '';
}
