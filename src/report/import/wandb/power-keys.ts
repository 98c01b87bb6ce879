/**
 * The component whose power a system metric of W&B is: `gpu.0.powerWatts`, in exports with `system.`, `system/` or the run's name before it, on shared
 * runs with a label after it. Power of the run's own process on a GPU is the same reading again, and the limit is none.
 */
export function componentOfKey(key: string): string | undefined {
  const gpu = /(?:^|[\s./])gpu\.(\d+)\.powerWatts(?:\/l:[^/]*)?$/.exec(key);
  if (gpu !== null) return `gpu:${gpu[1]}`;
  return /(?:^|[\s./])cpu\.powerWatts$/.test(key) ? 'cpu' : undefined;
}
