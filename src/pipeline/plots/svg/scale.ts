/** Where a value stands in a drawing, and the values to be marked. */
export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

const TICKS = 6;

/** A straight scale from the least to the greatest value, with room to round steps on both sides. */
export function linearScale(values: readonly number[], [from, to]: readonly [number, number]): Scale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) [low, high] = [0, 1];
  if (low === high) {
    const room = Math.abs(low) / 10 || 1;
    [low, high] = [low - room, high + room];
  }
  // Between whole numbers (steps, epochs) there is nothing to mark.
  const least = values.every(Number.isInteger) ? 1 : 0;
  const step = Math.max(least, roundStep((high - low) / TICKS));
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const [start, end] = [first * step, last * step];
  return {
    place: (value) => from + ((value - start) / (end - start)) * (to - from),
    ticks: Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step),
  };
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const times = step / power;
  return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}
