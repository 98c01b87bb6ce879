/** A stretch of an axis. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How a zoom stands in the address: `start~end`, in seconds since the run began. */
export function zoomText({ from, to }: Range): string {
  const digits = Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(to - from))));
  return `${Number(from.toFixed(digits))}~${Number(to.toFixed(digits))}`;
}

/** Reads {@link zoomText}; undefined where it is none. */
export function rangeOf(text: string | undefined): Range | undefined {
  const [, from = '', to = ''] = /^(-?[\d.e+]+)~(-?[\d.e+]+)$/i.exec(text ?? '') ?? [];
  const range = { from: Number(from || Number.NaN), to: Number(to || Number.NaN) };
  return range.to > range.from && Number.isFinite(range.to - range.from) ? range : undefined;
}

/** Reads a zoom of an axis; undefined where it shows the whole, or nothing of it. */
export function readZoom(text: string | undefined, whole: Range): Range | undefined {
  const range = rangeOf(text);
  if (range === undefined) return undefined;
  const inside = { from: Math.max(range.from, whole.from), to: Math.min(range.to, whole.to) };
  if (!(inside.to > inside.from)) return undefined;
  return inside.from <= whole.from && inside.to >= whole.to ? undefined : inside;
}

/**
 * A range zoomed about a point of it; never beyond the whole.
 *
 * @param factor below 1 it shows less, above 1 more.
 * @param least shortest range.
 */
export function zoomed(range: Range, whole: Range, factor: number, about: number, least: number): Range {
  const span = Math.min(Math.max((range.to - range.from) * factor, least), whole.to - whole.from);
  const part = (about - range.from) / (range.to - range.from);
  return within({ from: about - part * span, to: about + (1 - part) * span }, whole);
}

/** A range moved by a part of its length. */
export function panned(range: Range, whole: Range, part: number): Range {
  const by = (range.to - range.from) * part;
  return within({ from: range.from + by, to: range.to + by }, whole);
}

function within({ from, to }: Range, whole: Range): Range {
  const span = Math.min(to - from, whole.to - whole.from);
  const start = Math.min(Math.max(from, whole.from), whole.to - span);
  return { from: start, to: start + span };
}

/** What a key does with a range; undefined where it does nothing with it. */
export function zoomByKey(
  key: string,
  range: Range,
  whole: Range,
  about: number,
  least: number,
): Range | undefined {
  if (key === '+' || key === '=') return zoomed(range, whole, 0.5, about, least);
  if (key === '-' || key === '_') return zoomed(range, whole, 2, about, least);
  if (key === '0') return whole;
  if (key === '<' || key === ',') return panned(range, whole, -0.5);
  if (key === '>' || key === '.') return panned(range, whole, 0.5);
  return undefined;
}
