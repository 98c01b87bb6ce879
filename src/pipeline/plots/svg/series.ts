import type { Value, ValueMap } from '../../model/value.ts';
import { Float } from '../../model/value.ts';
import { pythonText } from '../../values/text-of.ts';
import { variedKeys } from '../fill-template.ts';
import type { ValuePlot } from '../plot.ts';

/** Points that belong together: of one revision, file and field. */
export interface Series {
  readonly name: string;
  readonly revision: string;
  /** Place of the revision and of what else tells the series apart, from 0. */
  readonly color: number;
  readonly dash: number;
  readonly points: readonly ValueMap[];
}

/** The points of a plot by what they belong to, in the order in which they are drawn. */
export function seriesOf(plot: ValuePlot): readonly Series[] {
  const varied = variedKeys(plot);
  const groups = new Map<
    string,
    { readonly revision: string; readonly part: string; readonly points: ValueMap[] }
  >();
  for (const point of plot.points) {
    const revision = textOf(point.get('rev'));
    const part = varied.map((key) => textOf(point.get(key))).join(' ');
    const name = part === '' ? revision : `${revision} ${part}`;
    const group = groups.get(name) ?? { revision, part, points: [] };
    group.points.push(point);
    groups.set(name, group);
  }
  const parts = [...new Set([...groups.values()].map(({ part }) => part))];
  return [...groups].map(([name, { revision, part, points }]) => ({
    name,
    revision,
    color: plot.revisions.indexOf(revision),
    dash: parts.indexOf(part),
    points,
  }));
}

/** A value of a point as a number; NaN where it is none. */
export function numberOf(value: Value | undefined): number {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Float) return value.value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

/** A value of a point as text. */
export function textOf(value: Value | undefined): string {
  return value === undefined || value === null ? '' : pythonText(value);
}
