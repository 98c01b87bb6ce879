const BLOCKS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
const LEVELS = '▁▂▃▄▅▆▇█';
const ASCII_LEVELS = '_.-=+*#@';

/** A horizontal bar for a part of 1, `width` cells long. */
export function bar(part: number, width: number, unicode: boolean): string {
  const filled = Math.max(0, Math.min(1, Number.isFinite(part) ? part : 0)) * width;
  if (!unicode) return '#'.repeat(Math.round(filled)).padEnd(width, '.');
  const whole = Math.floor(filled);
  const rest = Math.floor((filled - whole) * 8);
  return ('█'.repeat(whole) + (rest > 0 ? (BLOCKS[rest - 1] ?? '') : '')).padEnd(width);
}

/** Values as one line of small columns from zero up; more values than `width` are averaged in groups. */
export function sparkline(values: readonly number[], width: number, unicode: boolean): string {
  const levels = unicode ? LEVELS : ASCII_LEVELS;
  const shown = grouped(values, width);
  const top = Math.max(...shown, 0);
  return shown
    .map((value) => levels[top === 0 ? 0 : Math.min(7, Math.max(0, Math.floor((value / top) * 7.999)))] ?? '')
    .join('');
}

function grouped(values: readonly number[], width: number): number[] {
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, i) => {
    const part = values.slice(
      Math.floor((i * values.length) / width),
      Math.floor(((i + 1) * values.length) / width),
    );
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
