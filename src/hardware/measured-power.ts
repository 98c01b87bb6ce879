import type { Accelerator, RowSource } from './hardware-rows.ts';

/** `data/hardware/accelerator_measured.json`: powers that were measured and published, by key of the accelerator. */
export interface MeasuredPowers {
  readonly system: {
    readonly from: RowSource;
    readonly powers: Readonly<
      Record<
        string,
        {
          readonly value: number;
          readonly relativeSd: number;
          /** Where it is another than that of the table. */
          readonly from?: RowSource;
        }
      >
    >;
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
    ...(system === undefined ? {} : { measuredSystemW: { from: measured.system.from, ...system } }),
    ...(board === undefined ? {} : { measuredBoardW: { ...board, from: measured.board.from } }),
  };
}
