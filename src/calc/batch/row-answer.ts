import type { MethodName } from '../calc-request.ts';

/** A row's answer; null where it could not be computed, and the note says why. */
export interface RowAnswer {
  /** As the row has it. */
  readonly id: string | number | null;
  readonly kwh: number | null;
  readonly kgco2e: number | null;
  readonly kwhLow: number | null;
  readonly kwhHigh: number | null;
  readonly kgLow: number | null;
  readonly kgHigh: number | null;
  readonly method: MethodName;
  readonly note: string;
  /** With the net intensity of the row, where it has one. */
  readonly kgco2eNet?: number;
  /** Embodied carbon, where the row asks for it beside energy; never in `kgco2e`. */
  readonly kgEmbodied?: number;
}
