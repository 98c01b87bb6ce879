/** toFixed takes no more. */
const MOST_PLACES = 100;

/** How many decimal places the shortest writing of a number has: 2 for 0.25, 5 for 1e-5. */
export function decimalPlaces(value: number): number {
  const [mantissa = '', exponent = '0'] = `${value}`.split('e');
  const behind = mantissa.split('.')[1]?.length ?? 0;
  return Math.max(0, behind - Number(exponent));
}

/** low + index · step as it would be written by hand: 0.3, where the sum in binary is 0.30000000000000004. */
export function decimalAt(low: number, step: number, index: number): number {
  const sum = low + index * step;
  const places = Math.max(decimalPlaces(low), decimalPlaces(step));
  return places > MOST_PLACES ? sum : Number(sum.toFixed(places));
}
