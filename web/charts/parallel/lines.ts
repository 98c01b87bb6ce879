import type { AxisScale, ParallelAxis } from './axis.ts';

/** Where the axes stand, px. */
export interface ParallelBox {
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  /** Where what has no value on an axis passes it. */
  readonly missing: number;
  readonly height: number;
  /** Of each axis. */
  readonly xs: readonly number[];
}

const TOP = 54;
const BODY = 300;
const SIDE = 56;

/** Places axes side by side. */
export function boxOf(count: number, width: number): ParallelBox {
  const inner = Math.max(0, width - 2 * SIDE);
  return {
    width,
    top: TOP,
    bottom: TOP + BODY,
    missing: TOP + BODY + 20,
    height: TOP + BODY + 34,
    xs: Array.from({ length: count }, (_, i) => SIDE + (count < 2 ? inner / 2 : (i / (count - 1)) * inner)),
  };
}

/** The height at which each line passes each axis, px: a row of `count` for each axis. */
export function crossings(
  axes: readonly ParallelAxis[],
  scales: readonly AxisScale[],
  box: ParallelBox,
  count: number,
): readonly Float32Array[] {
  return axes.map(({ values }, a) =>
    Float32Array.from({ length: count }, (_, i) => {
      const value = values[i] ?? null;
      const place = value === null ? undefined : scales[a]?.at(value);
      return place === undefined || Number.isNaN(place)
        ? box.missing
        : box.bottom - place * (box.bottom - box.top);
    }),
  );
}

/** Farther than this a pointer is on no line, px. */
const REACH = 8;

/** The line nearest to a pointer, of those that are kept. */
export function lineAt(
  rows: readonly Float32Array[],
  { xs }: ParallelBox,
  kept: Uint8Array,
  x: number,
  y: number,
): number | undefined {
  const right = xs.findIndex((at) => at >= x);
  const a = right <= 0 ? (right === 0 ? 0 : xs.length - 1) : right - 1;
  const b = right < 0 ? a : right;
  const [from, to] = [xs[a] ?? 0, xs[b] ?? 0];
  const part = to > from ? (x - from) / (to - from) : 0;
  let [found, least]: [number | undefined, number] = [undefined, REACH];
  for (let i = 0; i < kept.length; i++) {
    if (kept[i] !== 1) continue;
    const at = (rows[a]?.[i] ?? 0) * (1 - part) + (rows[b]?.[i] ?? 0) * part;
    const distance = Math.abs(at - y);
    if (distance < least) [found, least] = [i, distance];
  }
  return found;
}

/** Steps of colour, from faint to strong. */
export const SHADES = 8;

/** The shade of each line by its rank in a value: the best is the strongest; -1 has none. */
export function shadesOf(values: readonly (number | null)[], isMoreBetter: boolean): Int8Array {
  const shades = new Int8Array(values.length).fill(-1);
  const known = Array.from(values.keys()).filter((i) => Number.isFinite(values[i] ?? Number.NaN));
  known.sort((a, b) => ((values[a] ?? 0) - (values[b] ?? 0)) * (isMoreBetter ? 1 : -1));
  for (const [rank, i] of known.entries()) shades[i] = Math.floor((rank / known.length) * SHADES);
  return shades;
}

/** Draws the lines, the strongest last; those that are not kept lie faintly below. */
export function drawLines(
  ink: CanvasRenderingContext2D,
  rows: readonly Float32Array[],
  { xs, width, height }: ParallelBox,
  kept: Uint8Array,
  shades: Int8Array,
  colours: { readonly of: (shade: number) => string; readonly faint: string },
): void {
  ink.clearRect(0, 0, width, height);
  const stroke = (isWanted: (i: number) => boolean, colour: string, alpha: number): void => {
    const path = new Path2D();
    for (let i = 0; i < kept.length; i++) {
      if (!isWanted(i)) continue;
      for (let a = 0; a < xs.length; a++) {
        if (a === 0) path.moveTo(xs[a] ?? 0, rows[a]?.[i] ?? 0);
        else path.lineTo(xs[a] ?? 0, rows[a]?.[i] ?? 0);
      }
    }
    ink.strokeStyle = colour;
    ink.globalAlpha = alpha;
    ink.stroke(path);
  };
  const isMany = kept.length > 500;
  ink.lineWidth = isMany ? 1 : 1.5;
  stroke((i) => kept[i] !== 1, colours.faint, 0.5);
  for (let shade = -1; shade < SHADES; shade++)
    stroke((i) => kept[i] === 1 && shades[i] === shade, colours.of(shade), isMany ? 0.5 : 0.9);
  ink.globalAlpha = 1;
}

/** A colour between two of `#rrggbb`. */
export function between(from: string, to: string, part: number): string {
  const channel = (text: string, at: number): number => Number.parseInt(text.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(channel(from, at) * (1 - part) + channel(to, at) * part));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
