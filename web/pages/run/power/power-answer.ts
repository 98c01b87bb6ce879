/** Power over time as the server tells it: W by channel, least, greatest and mean of each interval; null is not known. */
export interface PowerAnswer {
  /** `machine`, `attributed` (both at the wall), then components. */
  readonly channels: readonly string[];
  /** Begin and end of each interval, seconds since the run began. */
  readonly fromS: readonly number[];
  readonly toS: readonly number[];
  readonly min: readonly (readonly (number | null)[])[];
  readonly max: readonly (readonly (number | null)[])[];
  readonly mean: readonly (readonly (number | null)[])[];
  /** The run's energy before the first interval, J; null where it was not asked for. */
  readonly beforeJ: number | null;
}

/** When stages, epochs and metrics were. */
export interface TimelineAnswer {
  readonly stages: readonly {
    readonly name: string;
    readonly fromS: number;
    readonly toS: number | null;
    readonly depth: number;
  }[];
  readonly epochs: readonly { readonly n: number; readonly atS: number }[];
  readonly metrics: readonly {
    readonly atS: number;
    readonly step?: number;
    readonly epoch?: number;
    readonly values: Readonly<Record<string, number>>;
  }[];
  readonly total: { readonly stages: number; readonly epochs: number; readonly metrics: number };
}
