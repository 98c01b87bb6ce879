import { panned, type Range, zoomed } from '../time-series/range.ts';

/** What of a chart is seen, in the units of its axes. */
export interface ViewBox {
  readonly x: Range;
  readonly y: Range;
}

/** The least part of the whole that is seen: closer nothing is told apart. */
const LEAST = 1e-5;
/** By how much keys and buttons move, as a part of what is seen. */
const STEP = 0.25;

/** How a box stands in the address: `x~X~y~Y`. */
export function boxText({ x, y }: ViewBox): string {
  return [x.from, x.to, y.from, y.to].map((value) => Number(value.toPrecision(7))).join('~');
}

/** Reads {@link boxText}; undefined where it is none, shows the whole, or nothing of it. */
export function readBox(text: string | undefined, whole: ViewBox, isLog: boolean): ViewBox | undefined {
  const parts = (text ?? '').split('~');
  const [a, b, c, d] = parts.map((part) => (part === '' ? Number.NaN : Number(part)));
  if (parts.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined)
    return undefined;
  if (!(b > a) || !(d > c) || ![a, b, c, d].every(Number.isFinite) || (isLog && a <= 0)) return undefined;
  return inside({ x: { from: a, to: b }, y: { from: c, to: d } }, whole);
}

/** The part of a box that lies in the whole; undefined where that is all of it, or none. */
export function inside(box: ViewBox, whole: ViewBox): ViewBox | undefined {
  const cut = (range: Range, all: Range): Range => ({
    from: Math.max(range.from, all.from),
    to: Math.min(range.to, all.to),
  });
  const [x, y] = [cut(box.x, whole.x), cut(box.y, whole.y)];
  if (!(x.to > x.from) || !(y.to > y.from)) return undefined;
  const isWhole = [
    [x, whole.x],
    [y, whole.y],
  ].every(([own, all]) => own !== undefined && all !== undefined && covers(own, all));
  return isWhole ? undefined : { x, y };
}

function covers(range: Range, whole: Range): boolean {
  const slack = (whole.to - whole.from) * 1e-6;
  return range.from <= whole.from + slack && range.to >= whole.to - slack;
}

/**
 * Zooms about a place of the box; never beyond the whole.
 *
 * @param about parts of its width and height from the left and from below.
 */
export function zoomedBox(
  box: ViewBox,
  whole: ViewBox,
  factor: number,
  about: readonly [x: number, y: number],
  isLog: boolean,
): ViewBox {
  const along = (range: Range, all: Range, part: number): Range =>
    zoomed(range, all, factor, range.from + part * (range.to - range.from), (all.to - all.from) * LEAST);
  return {
    x: back(along(flat(box.x, isLog), flat(whole.x, isLog), about[0]), isLog),
    y: along(box.y, whole.y, about[1]),
  };
}

/** Moves a box by parts of its width and height. */
export function pannedBox(
  box: ViewBox,
  whole: ViewBox,
  by: readonly [x: number, y: number],
  isLog: boolean,
): ViewBox {
  return {
    x: back(panned(flat(box.x, isLog), flat(whole.x, isLog), by[0]), isLog),
    y: panned(box.y, whole.y, by[1]),
  };
}

/** A part of a box, by places in it from the left and from below. */
export function partOf(
  box: ViewBox,
  x: readonly [from: number, to: number],
  y: readonly [from: number, to: number],
  isLog: boolean,
): ViewBox {
  const cut = (range: Range, [from, to]: readonly [number, number]): Range => ({
    from: range.from + from * (range.to - range.from),
    to: range.from + to * (range.to - range.from),
  });
  return { x: back(cut(flat(box.x, isLog), x), isLog), y: cut(box.y, y) };
}

/** What a key does with a box; undefined where it does nothing with it. */
export function boxByKey(
  key: string,
  box: ViewBox,
  whole: ViewBox,
  about: readonly [x: number, y: number],
  isLog: boolean,
): ViewBox | undefined {
  if (key === '+' || key === '=') return zoomedBox(box, whole, 0.5, about, isLog);
  if (key === '-' || key === '_') return zoomedBox(box, whole, 2, about, isLog);
  if (key === '0') return whole;
  const by = PANS[key];
  return by === undefined ? undefined : pannedBox(box, whole, by, isLog);
}

const PANS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  'Shift+ArrowLeft': [-STEP, 0],
  'Shift+ArrowRight': [STEP, 0],
  'Shift+ArrowDown': [0, -STEP],
  'Shift+ArrowUp': [0, STEP],
};

/** Equal distances of a logarithmic axis as equal distances. */
function flat({ from, to }: Range, isLog: boolean): Range {
  return isLog ? { from: Math.log(from), to: Math.log(to) } : { from, to };
}

function back({ from, to }: Range, isLog: boolean): Range {
  return isLog ? { from: Math.exp(from), to: Math.exp(to) } : { from, to };
}
