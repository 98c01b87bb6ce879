import type { Accelerator, RowSource } from './hardware-rows.ts';

/** `data/hardware/accelerator_measured.json`: powers that were measured and published, by key of the accelerator. */
export interface MeasuredPowers {
  readonly system: {
    readonly from: RowSource;
    readonly powers: Readonly<Record<string, { readonly value: number; readonly relativeSd: number }>>;
  };
  readonly board: {
    readonly from: RowSource;
    readonly powers: Readonly<
      Record<string, { readonly value: number; readonly low: number; readonly high: number }>
    >;
  };
}

/** An accelerator with the powers that were measured on it. */
export function withMeasured(accelerator: Accelerator, measured: MeasuredPowers): Accelerator {
  const system = measured.system.powers[accelerator.key];
  const board = measured.board.powers[accelerator.key];
  return {
    ...accelerator,
    ...(system === undefined ? {} : { measuredSystemW: { ...system, from: measured.system.from } }),
    ...(board === undefined ? {} : { measuredBoardW: { ...board, from: measured.board.from } }),
  };
}
