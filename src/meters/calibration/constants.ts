/** `data/meters/calibration.json`: standard deviations, relative to the power at the wall unless said otherwise. */
export interface CalibrationConstants {
  /** The same machine doing the same on another day. */
  readonly drift: { readonly value: number };
  /** Of the base power, and of the efficiency, on another day: what drifts unseen where counters see the chips. */
  readonly baseDrift: { readonly value: number };
  readonly efficiencyDrift: { readonly value: number };
  /** Of the part above idle: another program at the same CPU load. */
  readonly workload: { readonly value: number };
  /** Of the span from idle to full load: how far the curve may lie off the model's shape at half load. */
  readonly bend: { readonly value: number };
  /** How far steady loads lie off the fitted curve; as many measured loads as `weight` count as much. */
  readonly misfit: { readonly value: number; readonly weight: number };
  /** Of a figure read off a display: what 90 % of such meters keep, and the reading itself. */
  readonly typed: { readonly within: number; readonly reading: number };
  /** Idle power of one component on another day, at least. */
  readonly idleComponent: { readonly value: number };
}
