/** The figures of `data/meters/nvml.json`, by name. Units stand there; names end in S for seconds, W for watts, MiB for mebibytes. */
export interface NvmlConstants {
  /** Relative standard deviations of the energy by way of reading. */
  readonly counterError: number;
  readonly powerError: number;
  readonly smiError: number;
  /** What a GPU draws at most whose driver tells no limit. */
  readonly maxW: number;
  readonly powerPeriodS: number;
  readonly settleS: number;
  readonly stuckS: number;
  readonly holdS: number;
  readonly retryS: number;
  readonly reopenS: number;
  readonly contextMiB: number;
  readonly unexplainedMiB: number;
  /** Utilisation without any process, 0 to 1. */
  readonly busyAlone: number;
  readonly smHoldS: number;
  readonly smiPeriodS: number;
  readonly smiHoldS: number;
  readonly smiReadyS: number;
}

/** The values alone of a table whose entries also say unit and source. */
export function valuesOf(table: {
  readonly constants: Readonly<Record<string, { readonly value: number }>>;
}): NvmlConstants {
  const pairs = Object.entries(table.constants).map(([name, entry]) => [name, entry.value]);
  return Object.fromEntries(pairs) as NvmlConstants;
}
