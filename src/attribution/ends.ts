/** A number, or its bounds where no more is known. */
export type Ends = number | readonly [low: number, high: number];

export function lowOf(ends: Ends): number {
  return typeof ends === 'number' ? ends : ends[0];
}

export function highOf(ends: Ends): number {
  return typeof ends === 'number' ? ends : ends[1];
}

/** The value, or the middle of its bounds. */
export function middleOf(ends: Ends): number {
  return typeof ends === 'number' ? ends : (ends[0] + ends[1]) / 2;
}

/** One number where both ends agree. */
export function endsOf(low: number, high: number): Ends {
  return low === high ? low : [low, high];
}

/** So many times the same. */
export function repeated(count: number, ends: Ends): Ends[] {
  const all: Ends[] = [];
  for (let i = 0; i < count; i++) all.push(ends);
  return all;
}
