/** Milliseconds on a clock that only goes forward. `performance.now()` would load all of Node's performance hooks at its first call. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
