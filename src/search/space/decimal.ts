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
  return roundedSum(low, step, index, Math.max(decimalPlaces(low), decimalPlaces(step)));
}

/** The same with the larger number of {@link decimalPlaces} of `low` and `step`, which takes long to find. */
export function roundedSum(low: number, step: number, index: number, places: number): number {
  const sum = low + index * step;
  if (places === 0) return sum + 0; // whole numbers have a whole sum; never -0
  return places > MOST_PLACES ? sum : Number(sum.toFixed(places));
}
