/** A text as it stands in HTML and SVG. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A number of a drawing: two digits are enough for a screen. */
export function at(value: number): string {
  return `${Math.round(value * 100) / 100}`;
}

/** A number as people read it beside an axis. */
export function tickText(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(2).replace(/\.?0+e/, 'e');
  return `${Number(value.toPrecision(6))}`;
}
