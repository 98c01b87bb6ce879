import type { ErrorSources } from '../../units/estimate.ts';

/** Idle power of one component. */
export interface IdlePower {
  readonly watts: number;
  readonly errors: ErrorSources;
  /** Where it comes from: a calibration, this host's stored floor, the driver or the model. */
  readonly from: 'calibration' | 'floor' | 'driver' | 'model';
}

/** Idle powers by component; a component without one has an `active` with bounds and no value. */
export type IdlePowers = Readonly<Record<string, IdlePower>>;

/** What a GPU draws when idle as a part of the most that it can draw, where nothing better is known (`data/meters/gpu-idle.json`). */
export interface GpuIdlePrior {
  readonly ofMax: { readonly value: number; readonly low: number; readonly high: number };
}
