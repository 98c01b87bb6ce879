/** Text as it may stand in SVG and HTML, also inside quotes. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/\p{Cc}/gu, (mark) => (mark === '\n' || mark === '\t' ? mark : '\uFFFD')); // no XML may hold them
}

/** A coordinate, with as many digits as a screen shows. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A number beside an axis or in a tip. */
export function numberText(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-3
    ? value.toExponential(2).replace(/\.?0+e/, 'e')
    : String(Number(value.toPrecision(4)));
}
