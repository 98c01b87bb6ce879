/** @returns which places of `size` are looked at: all, or the better half of `most` and as many spread evenly over the rest. */
export function observedPlaces(size: number, most: number): readonly number[] {
  if (size <= most) return Array.from({ length: size }, (_, place) => place);
  const head = Math.floor(most / 2);
  const stride = (size - head) / (most - head);
  return Array.from({ length: most }, (_, i) => (i < head ? i : head + Math.floor((i - head) * stride)));
}
