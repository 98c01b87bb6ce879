/** Energy of one device as it is handed over: bounds that are equal where it is known. */
export interface DeviceEnergy {
  /** Energy counts from here. */
  start(nowS: number): void;
  /** Takes in a reading: mJ of a counter, W of a power. */
  reading(value: number, nowS: number): void;
  /** It cannot be read: from the last reading on only bounds are known, until the next. */
  fail(): void;
  /** Sets `lowJ` and `highJ` to what was used since the `take` before. */
  take(nowS: number): void;
  readonly lowJ: number;
  readonly highJ: number;
}

/** What bounds a device. */
export interface DeviceLimits {
  /** What it can draw at most, W. */
  readonly maxW: number;
  /** Room above that. */
  readonly margin: number;
}
