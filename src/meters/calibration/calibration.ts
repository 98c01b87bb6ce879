/** A figure with its standard deviation, in the same unit. */
export interface Fitted {
  readonly value: number;
  readonly sd: number;
}

/** One steady load that a calibration stands on. */
export interface CalibrationPoint {
  /** Mean busy part of the CPUs, 0 to 1. */
  readonly load: number;
  /** Power at the wall, W. */
  readonly wallW: number;
  /** Its standard deviation, W, where it is known (typed figures); else it follows from the scatter. */
  readonly sdW?: number;
  /** Power of the counted chips, W; left out where the CPU has no counter. */
  readonly chipsW?: number;
  /** The counted GPUs' part of that, W; left out where there are none. */
  readonly gpuW?: number;
  /** Which of the loads it belongs to. */
  readonly step: number;
}

/** Power at the wall, without that of counted GPUs, by CPU load: idle + (full − idle)·g + bend·4g(1 − g), g the model's shape. */
export interface LoadFit {
  readonly idleW: Fitted;
  readonly fullW: Fitted;
  /** Deviation from the model's shape at its half, W. */
  readonly bendW: Fitted;
  /** Covariance of idle, full and bend, W², row by row. */
  readonly covariance: readonly number[];
  /** Relative standard deviation of steady loads around the curve. */
  readonly misfit: number;
}

/** Power at the wall from that of the chips: wall = (chips + base) / efficiency. */
export interface ChipsFit {
  readonly baseW: Fitted;
  readonly efficiency: Fitted;
  /** Where the line is known best: mean power of the chips and the standard deviation of the wall there, W. */
  readonly centreW: number;
  readonly centreSdW: number;
  /** Standard deviation of 1 / efficiency. */
  readonly slopeSd: number;
  readonly misfit: number;
  /** The part of the modelled memory power that fits under what the meter shows, where memory has no counter; else 1. */
  readonly ramPart: number;
  /** How the chips were read, e.g. `cpu rapl`; other ways need another calibration. */
  readonly channels: readonly string[];
}

/** Idle power of one counted component, W. */
export interface IdleComponent extends Fitted {
  readonly method: string;
}

/** The machine as it was calibrated, to notice that its hardware has changed. */
export interface CalibratedMachine {
  readonly cpu: string;
  readonly sockets: number;
  readonly threads: number;
  readonly ramBytes: number;
  readonly gpus: readonly string[];
}

/** What a machine draws at the wall, as a meter has shown. */
export interface Calibration {
  readonly id: string;
  /** ISO 8601. */
  readonly madeAt: string;
  /** `typed` from a display, `measured` by a meter that joulebook reads, `csv` by a logger. */
  readonly method: 'typed' | 'measured' | 'csv';
  /** What the power was read from, e.g. `plug at 192.168.1.5`. */
  readonly meter: string;
  /** Relative standard deviation of that meter: it acts on all that it showed alike. */
  readonly gain: number;
  /** Relative standard deviation of the supply's efficiency, where the meter stands behind the supply and the wall was reckoned from it. */
  readonly supply?: number;
  /** Seconds by which the meter was behind the machine, where that was found. */
  readonly lagS?: number;
  readonly machine: CalibratedMachine;
  readonly byLoad: LoadFit;
  readonly byChips?: ChipsFit;
  /** By UUID, else by component. */
  readonly idle: Readonly<Record<string, IdleComponent>>;
  readonly points: readonly CalibrationPoint[];
  readonly trackerVersion: string;
}
