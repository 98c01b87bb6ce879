import type { Accelerator } from '../../hardware/hardware-rows.ts';
import { type Estimate, estimate, Z90 } from '../../units/estimate.ts';
import type { Range } from './model-tables.ts';

/** `data/hardware/accelerator_power.json`. Parts of the TDP, and W for the host. */
export interface AcceleratorPowerTable {
  readonly id: string;
  readonly source: string;
  readonly year: number;
  readonly licence: string;
  readonly url: string;
  readonly unknownAccelerator: { readonly low: number; readonly high: number; readonly note: string };
  readonly training: { readonly ofTdp: Range; readonly rangeWeight: number };
  readonly atUtilisation: { readonly idle: Range; readonly full: Range };
  /** What the rest of the system takes for each card, and beside a system on a chip. */
  readonly host: Readonly<Record<'card' | 'soc', HostPart>>;
}

interface HostPart {
  readonly baseW: number;
  readonly ofFull: number;
  readonly factor: { readonly low: number; readonly high: number };
}

/** What is known of an accelerator's use, and what is asked for. */
export interface AcceleratorUse {
  /** Part of the time in which the device works, 0 to 1, as `nvidia-smi` shows it; without it, a training run of unknown kind. */
  readonly utilisation?: number | undefined;
  /** The device alone, or its part of the whole system at the wall. */
  readonly scope: 'board' | 'system';
}

/**
 * Mean power of one accelerator in W, with one error source. Without a utilisation the board draws TDP × u of a training run; with one, a
 * line from idle to full. At the wall: the measured power of the system where one is published, else board and host (docs/methodology/hardware.md).
 */
export function acceleratorPowerFrom(
  table: AcceleratorPowerTable,
  accelerator: Accelerator,
  { utilisation, scope }: AcceleratorUse,
): Estimate {
  const training = trainingBoard(table, accelerator);
  const board = utilisation === undefined ? training : boardAt(table, accelerator, clamp(utilisation));
  const power = scope === 'board' ? board : systemOf(table, accelerator, board, training);
  return estimate(power.value, {
    [`accelerator-power:${accelerator.key}`]: [
      (1 - power.low / power.value) / Z90,
      (power.high / power.value - 1) / Z90,
    ],
  });
}

function clamp(utilisation: number): number {
  return Math.min(1, Math.max(0, utilisation));
}

/** Full power in W: the TDP with the range of its forms, or the most that was measured; where neither is published, the judged range. */
export function fullPower({ tdpW, rangeW, measuredBoardW }: Accelerator): Range {
  if (measuredBoardW !== undefined) {
    const { high } = measuredBoardW;
    return { value: high, low: high, high };
  }
  const low = Math.min(rangeW?.low ?? Number.POSITIVE_INFINITY, tdpW ?? Number.POSITIVE_INFINITY);
  const high = Math.max(rangeW?.high ?? 0, tdpW ?? 0);
  return { value: tdpW ?? Math.sqrt(low * high), low, high };
}

function trainingBoard(table: AcceleratorPowerTable, accelerator: Accelerator): Range {
  const { measuredBoardW, tdpW } = accelerator;
  if (measuredBoardW !== undefined) return measuredBoardW;
  const full = fullPower(accelerator);
  // A judged range is that of the power under load.
  if (tdpW === null) return full;
  const { ofTdp, rangeWeight } = table.training;
  return spreadOver(full, ofTdp, rangeWeight);
}

/** A line from idle to full in each of value, low and high, so that more utilisation is never less power. */
function boardAt(table: AcceleratorPowerTable, accelerator: Accelerator, utilisation: number): Range {
  const { idle, full } = table.atUtilisation;
  const top = accelerator.tdpW === null ? UNDER_LOAD : full;
  const at = (from: number, to: number): number => from + (to - from) * utilisation;
  const part = {
    value: at(idle.value, top.value),
    low: at(idle.low, top.low),
    high: at(idle.high, top.high),
  };
  return spreadOver(fullPower(accelerator), part, 1);
}

const UNDER_LOAD: Range = { value: 1, low: 1, high: 1 };

/** A part of full power: its spread and that of full power, the latter with a weight, in quadrature of their logs. */
function spreadOver(full: Range, part: Range, weight: number): Range {
  const down = Math.hypot(Math.log(part.value / part.low), weight * Math.log(full.value / full.low));
  const up = Math.hypot(Math.log(part.high / part.value), weight * Math.log(full.high / full.value));
  const value = full.value * part.value;
  return { value, low: value * Math.exp(-down), high: value * Math.exp(up) };
}

/** Board and host at the wall; errors of both in quadrature. A measured system says what the host took beside a training board. */
function systemOf(
  table: AcceleratorPowerTable,
  accelerator: Accelerator,
  board: Range,
  training: Range,
): Range {
  const { measuredSystemW } = accelerator;
  const down = board.value - board.low;
  const up = board.high - board.value;
  if (measuredSystemW !== undefined) {
    const own = measuredSystemW.value * measuredSystemW.relativeSd * Z90;
    const value = Math.max(board.value, measuredSystemW.value + board.value - training.value);
    return { value, low: value - Math.hypot(down, own), high: value + Math.hypot(up, own) };
  }
  const { baseW, ofFull, factor } = table.host[accelerator.kind === 'soc' ? 'soc' : 'card'];
  const host = baseW + ofFull * fullPower(accelerator).value;
  return {
    value: board.value + host,
    low: board.value + host - Math.hypot(down, host * (1 - factor.low)),
    high: board.value + host + Math.hypot(up, host * (factor.high - 1)),
  };
}
