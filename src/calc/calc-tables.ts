/** A constant with an interval, as `data/calc` holds it. */
export interface RangedConstant {
  readonly id: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly source: string;
  readonly year: number;
  readonly licence: string;
  readonly url?: string;
  readonly note?: string;
}

/** A constant that a published method fixes. */
export interface MethodConstant {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly label: string;
  readonly source: string;
  readonly year: number;
  readonly licence: string;
  readonly url?: string;
}

/** `data/calc/defaults.json`: what our own method takes where nothing is said. */
export interface CalcDefaults {
  /** Load of CPUs that do the work, and of those that feed accelerators; 0 to 1. */
  readonly cpuLoad: RangedConstant;
  readonly hostLoad: RangedConstant;
  /** Between what the utilisation of accelerators lies; shows what depends on it, never computes. */
  readonly utilisation: RangedConstant;
  /** Achieved over peak FLOP/s in training. */
  readonly mfu: RangedConstant;
  /** Names of accelerators that stand in desktops and laptops, as regular expressions. */
  readonly deskNames: readonly string[];
  readonly deskPue: MethodConstant;
  /** Formats in which models are trained, the likeliest first. */
  readonly trainingFormats: readonly string[];
  /** What a bare year of life is, h, in the sources on embodied carbon. */
  readonly hoursPerYear: number;
}

/** Power of a named processor as a method's own table has it. */
export interface NamedPower {
  readonly name: string;
  readonly watts: number;
}

/** Intensity of a cloud region as Lacoste et al.'s calculator has it. */
export interface LacosteRegion {
  readonly provider: string;
  readonly region: string;
  readonly gPerKwh: number;
  readonly offsetPercent: number;
}

/** Tables of the published methods. */
export interface MethodTables {
  readonly constant: (id: string) => MethodConstant;
  readonly lacosteHardware: () => readonly NamedPower[];
  readonly lacosteRegions: () => readonly LacosteRegion[];
  readonly lannelongueGpus: () => readonly NamedPower[];
  /** TDP of one core. */
  readonly lannelongueCores: () => readonly NamedPower[];
}
