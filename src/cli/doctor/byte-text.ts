const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/**
 * Bytes as people read them, in powers of 1000.
 *
 * @example
 * byteText(1_234_567) // '1.2 MB'
 */
export function byteText(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const text = unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toPrecision(2);
  return `${text} ${UNITS[unit] ?? 'B'}`;
}
