import { type ErrorSources, sides, Z90 } from '../../units/estimate.ts';
import type { Range, Supply } from '../model/model-tables.ts';

/** The machine between its chips and its socket: wall = (chips + base) / efficiency (docs/methodology/wall.md). */
export interface WallConstants {
  /** Power of what stands beside the chips: board, fans, drives, W of direct current. */
  readonly baseW: Range;
  /** Efficiency of the power supply. */
  readonly efficiency: Range;
  /** Error sources: `base:<host>` and `psu:<host>`, or those of a calibration. */
  readonly baseSource: string;
  readonly efficiencySource: string;
  /** Where the machine was calibrated: relative errors of the wall beside so many watts of chips, in the place of those of base and efficiency. */
  readonly wallErrors?: (chipsW: number) => ErrorSources;
}

/** The constants of a class of machines. */
export function wallOfClass(supply: Supply, hostId: string): WallConstants {
  return {
    baseW: supply.baseW,
    efficiency: supply.efficiency,
    baseSource: `base:${hostId}`,
    efficiencySource: `psu:${hostId}`,
  };
}

/** Energy of `other` beside some chips energy, J. */
export function otherOfChips(chipsJ: number, dtS: number, wall: WallConstants): number {
  return (chipsJ + wall.baseW.value * dtS) / wall.efficiency.value - chipsJ;
}

/** Relative errors `[down, up]` of `other` from base power and efficiency, beside so many watts of chips. */
export function otherErrors(
  chipsW: number,
  wall: WallConstants,
): Readonly<Record<string, readonly [number, number]>> {
  const at = (baseW: number, efficiency: number): number => (chipsW + baseW) / efficiency - chipsW;
  const { baseW, efficiency } = wall;
  const middle = at(baseW.value, efficiency.value);
  if (!(middle > 0)) return {};
  if (wall.wallErrors !== undefined) return partOf(wall.wallErrors(chipsW), (middle + chipsW) / middle);
  const spread = (low: number, high: number): readonly [number, number] => [
    Math.max(0, middle - low) / (Z90 * middle),
    Math.max(0, high - middle) / (Z90 * middle),
  ];
  return {
    [wall.baseSource]: spread(at(baseW.low, efficiency.value), at(baseW.high, efficiency.value)),
    // The better the supply, the less is lost: the high end of the efficiency is the low end of `other`.
    [wall.efficiencySource]: spread(at(baseW.value, efficiency.high), at(baseW.value, efficiency.low)),
  };
}

/** The errors of the whole as those of a part that bears all of them. */
function partOf(errors: ErrorSources, factor: number): Readonly<Record<string, readonly [number, number]>> {
  return Object.fromEntries(
    Object.entries(errors).map(([source, spread]) => {
      const [down, up] = sides(spread);
      return [source, [down * factor, up * factor] as const];
    }),
  );
}
