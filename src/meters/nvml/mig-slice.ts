/** A slice of a GPU in multi-instance mode, as its attributes tell. */
export interface MigSlice {
  /** Name of the device by the driver, e.g. `NVIDIA A100-SXM4-40GB MIG 3g.20gb`. */
  readonly name: string;
  /** Compute slices of the GPU instance, and of the compute instance in it. */
  readonly gpuSlices: number;
  readonly computeSlices: number;
  readonly memoryMiB: number;
}

/**
 * What a set of slices is of its GPU.
 *
 * @param whole compute slices that the GPU can be cut into: 7 on an A100 or H100, 4 on an A30.
 * @example
 * sliceOf([{ name: '', gpuSlices: 3, computeSlices: 3, memoryMiB: 40_960 }], 7)?.name; // 'MIG 3g.40gb, 3/7 of the device'
 */
export function sliceOf(
  slices: readonly MigSlice[],
  whole: number,
): { readonly fraction: number; readonly name: string } | undefined {
  if (slices.length === 0 || !(whole > 0)) return undefined;
  const used = slices.reduce((sum, slice) => sum + slice.computeSlices, 0);
  const names = slices.map(profileOf).join(' + ');
  return { fraction: Math.min(1, used / whole), name: `MIG ${names}, ${used}/${whole} of the device` };
}

/** Profile as NVIDIA writes it: `3g.20gb`, `1c.3g.20gb` for a part of a GPU instance. */
function profileOf(slice: MigSlice): string {
  const told = /\bMIG (\S+)$/.exec(slice.name)?.[1];
  if (told !== undefined) return told;
  const part = slice.computeSlices === slice.gpuSlices ? '' : `${slice.computeSlices}c.`;
  return `${part}${slice.gpuSlices}g.${Math.round(slice.memoryMiB / 1024)}gb`;
}
