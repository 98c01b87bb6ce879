import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import type { ReadFault } from '../revision/read-fault.ts';
import { err, ok, type Result } from '../../result.ts';
import type { PlotDefinition } from './plot-definitions.ts';

/** A field of a file. */
export interface PlotField {
  readonly file: string;
  readonly field: string;
}

/** Points of one revision, and what follows from them for the drawing. */
export interface Points {
  readonly points: readonly ValueMap[];
  /** Field of the points for each axis. */
  readonly x: string;
  readonly y: string | undefined;
  readonly xLabel: string;
  readonly yLabel: string | undefined;
  /** The fields that are drawn, by their file without what all files share. */
  readonly series: readonly PlotField[];
}

const INDEX = 'step';
const ANY_X = 'dvc_inferred_x_value';
const ANY_Y = 'dvc_inferred_y_value';

/**
 * Points to be drawn: the rows of the files that a plot is made of, each with its revision, file and field. Without a field for x it is the number of the
 * row, without one for y the last field of the rows.
 *
 * @param sources what the files hold.
 */
export function datapoints(
  definition: PlotDefinition,
  sources: ReadonlyMap<string, Value>,
  revision: string,
): Result<Points | undefined, ReadFault> {
  const rows = new Map([...sources].map(([file, content]) => [file, rowsOf(content)]));
  const yAxis = yAxisOf(definition, sources);
  const xAxis = xAxisOf(definition);
  const [xs, ys] = [fieldsOf(xAxis), fieldsOf(yAxis)];
  for (const { file, field } of [...xs, ...ys]) {
    const [first] = rows.get(file) ?? [];
    if (rows.has(file) && first?.has(field) !== true) return err(noField(field, [...(first?.keys() ?? [])]));
  }
  if (xs.length > 1 && xs.length !== ys.length)
    return fault(
      `Cannot have different number of x and y data sources. Found ${xs.length} x and ${ys.length} y data sources.`,
    );
  const hasManyX = new Set(xs.map(({ field }) => field)).size > 1;
  const hasManyY = new Set(ys.map(({ field }) => field)).size > 1;
  const files = [...new Set(ys.map(({ file }) => file))];
  const shared = files.length > 1 ? commonFolder(files) : 0;
  const short = (file: string): string => file.slice(shared).replace(/^[/\\]+|[/\\]+$/g, '');
  const xField = hasManyX ? ANY_X : (xs[0]?.field ?? INDEX);
  const points: ValueMap[] = [];
  for (const [i, { file, field }] of ys.entries()) {
    const x = xs.length > 1 ? xs[i] : xs[0];
    const own = rows.get(file) ?? [];
    const other = x === undefined ? own : (rows.get(x.file) ?? []);
    if (other.length !== own.length)
      return fault(
        `Cannot join '${x?.field ?? ''}' from '${x?.file ?? ''}' and '${field}' from '${file}'. They have to have same length.`,
      );
    for (const [at, row] of own.entries()) {
      const point = new Map(row);
      const y = row.get(field);
      if (hasManyY && y !== undefined) point.set(ANY_Y, y);
      const value = x === undefined ? BigInt(at) : other[at]?.get(x.field);
      if (value !== undefined) point.set(xField, value);
      points.push(point.set('rev', revision).set('filename', short(file)).set('field', field));
    }
  }
  if (points.length === 0) return ok(undefined);
  return ok({
    points,
    x: xField,
    y: hasManyY ? ANY_Y : ys[0]?.field,
    xLabel: textProp(definition.props, 'x_label') ?? (xs.length === 0 ? INDEX : oneField(xs, 'x')),
    yLabel: textProp(definition.props, 'y_label') ?? (ys.length === 0 ? undefined : yName(definition, ys)),
    series: ys.map(({ file, field }) => ({ file: short(file), field })),
  });
}

/** A text among the properties of a plot. */
export function textProp(props: ValueMap, name: string): string | undefined {
  const value = props.get(name);
  return typeof value === 'string' ? value : undefined;
}

function yName({ props }: PlotDefinition, ys: readonly PlotField[]): string {
  return isList(props.get('y')) ? 'y' : oneField(ys, 'y');
}

function oneField(fields: readonly PlotField[], otherwise: string): string {
  const names = new Set(fields.map(({ field }) => field));
  const [first = otherwise] = names;
  return names.size === 1 ? first : otherwise;
}

function xAxisOf({ id, props }: PlotDefinition): ValueMap | undefined {
  const [x, y] = [props.get('x'), props.get('y')];
  if (isMap(x)) return x;
  if (typeof x !== 'string') return undefined;
  if (!isMap(y)) return new Map([[id, x]]);
  return new Map([...y].map(([file, fields]) => [file, isList(fields) ? fields.map(() => x) : x]));
}

function yAxisOf({ id, props }: PlotDefinition, sources: ReadonlyMap<string, Value>): ValueMap | undefined {
  const y = props.get('y');
  if (isMap(y)) return y;
  if (y !== undefined && y !== null) return new Map([[id, y]]);
  const content = sources.get(id);
  for (const list of content === undefined ? [] : listsOf(content)) {
    const [first] = list;
    const last = isMap(first) && list.every(isMap) ? [...first.keys()].at(-1) : undefined;
    if (last !== undefined) return new Map([[id, last]]);
  }
  return undefined;
}

function fieldsOf(axis: ValueMap | undefined): readonly PlotField[] {
  return [...(axis ?? [])].flatMap(([file, fields]) =>
    (isList(fields) ? fields : [fields]).flatMap((field) =>
      typeof field === 'string' ? [{ file, field }] : [],
    ),
  );
}

/** The rows of a file: lists of mappings with the same keys, side by side. */
function rowsOf(content: Value): readonly ValueMap[] {
  const rows: Map<string, Value>[] = [];
  for (const list of listsOf(content)) {
    const [first] = list;
    if (!isMap(first) || !list.every((row) => isMap(row) && hasKeysOf(row, first))) continue;
    for (const [i, row] of list.entries()) {
      const known = rows[i] ?? new Map<string, Value>();
      rows[i] = known;
      if (isMap(row)) for (const [key, value] of row) known.set(key, value);
    }
  }
  return rows;
}

function hasKeysOf(row: ValueMap, first: ValueMap): boolean {
  return [...row.keys()].every((key) => first.has(key));
}

function listsOf(content: Value): readonly (readonly Value[])[] {
  if (isList(content)) return [content];
  if (!isMap(content)) return [];
  return [...content.values()].flatMap((value) =>
    isList(value) ? [value] : isMap(value) ? listsOf(value) : [],
  );
}

/** Length of the folder that all files lie in. */
function commonFolder(files: readonly string[]): number {
  const parts = files.map((file) => file.split('/'));
  const [first = []] = parts;
  let shared = 0;
  while (shared < first.length && parts.every((one) => one[shared] === first[shared])) shared++;
  return first.slice(0, shared).join('/').length;
}

function noField(field: string, found: readonly string[]): ReadFault {
  const msg = `Could not find provided field ('${field}') in data fields ('${found.join(', ')}').`;
  return { type: 'FieldNotFoundError', msg };
}

function fault(msg: string): Result<never, ReadFault> {
  return err({ type: 'DvcException', msg });
}
