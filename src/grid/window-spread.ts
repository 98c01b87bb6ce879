/** `data/grid/spread.json`: relative sds of window means around the yearly figure, and of its age. */
export interface IntensitySpread {
  readonly windows: readonly { readonly durationS: number; readonly spread: readonly [number, number] }[];
  readonly age: { readonly spread: readonly [number, number] };
}

/** Relative sds for a window of this length: between the tabulated lengths linear in the logarithm of the length. */
export function spreadFor(durationS: number, spread: IntensitySpread): readonly [number, number] {
  const { windows } = spread;
  const above = windows.findIndex((window) => window.durationS >= durationS);
  const high = windows[above < 0 ? windows.length - 1 : above];
  const low = windows[above <= 0 ? (above < 0 ? windows.length - 1 : 0) : above - 1];
  if (high === undefined || low === undefined) throw new Error('data/grid/spread.json has no windows');
  const part =
    high === low ? 0 : Math.log(durationS / low.durationS) / Math.log(high.durationS / low.durationS);
  const at = (side: 0 | 1): number => {
    const window = low.spread[side] + (high.spread[side] - low.spread[side]) * part;
    return Math.hypot(window, spread.age.spread[side]);
  };
  return [at(0), at(1)];
}
