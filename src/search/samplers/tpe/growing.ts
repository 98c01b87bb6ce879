/** @returns an array that has room for `size` numbers, with what was in the old one. */
export function grown(numbers: Float64Array<ArrayBuffer>, size: number): Float64Array<ArrayBuffer> {
  if (size <= numbers.length) return numbers;
  const wider = new Float64Array(Math.max(size, 2 * numbers.length, 16));
  wider.set(numbers);
  return wider;
}

/** As {@link grown}, for integers. */
export function grownIntegers(numbers: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  if (size <= numbers.length) return numbers;
  const wider = new Int32Array(Math.max(size, 2 * numbers.length, 16));
  wider.set(numbers);
  return wider;
}
