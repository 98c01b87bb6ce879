import type { MachinePower, MachineShape } from '../meters/model/machine-power.ts';
import { type Estimate, interval } from '../units/estimate.ts';
import type { Grade } from '../units/sourced.ts';
import { readMachineRow } from './machine-batch-row.ts';

/** Power at one load with its 90 % interval, W. */
export interface WattsAnswer {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The answer to one row of a batch of machines. */
export type MachineAnswer =
  | {
      /** Wall power at each load of the row, in its order, W. */
      readonly watts: readonly WattsAnswer[];
      readonly grade: Grade;
      readonly method: string;
      /** What was assumed for want of knowing. */
      readonly note?: string;
    }
  | { readonly error: string };

/**
 * Answers a batch: one answer for each line that is not blank, in their order, a line that cannot be read among them.
 *
 * @param text lines of JSON
 */
export function answerMachines(
  text: string,
  power: (shape: MachineShape) => MachinePower,
): readonly MachineAnswer[] {
  const lines = (text.startsWith('\uFEFF') ? text.slice(1) : text).split(/\r\n|\n|\r/);
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : [answerLine(line, at + 1, power)]));
}

function answerLine(
  line: string,
  number: number,
  power: (shape: MachineShape) => MachinePower,
): MachineAnswer {
  const read = readMachineRow(line);
  if (!read.ok) return { error: `line ${number}: ${read.error}` };
  const { shape, loads, notes } = read.row;
  const machine = power(shape);
  const all = [...notes, ...machine.assumed];
  return {
    watts: loads.map((load) => wattsOf(machine.at(load))),
    grade: machine.grade,
    method: machine.method,
    ...(all.length === 0 ? {} : { note: all.join('; ') }),
  };
}

function wattsOf(e: Estimate): WattsAnswer {
  const { low, high } = interval(e);
  const value = e.value ?? Number.NaN;
  return { value: sixFigures(value), low: sixFigures(low ?? 0), high: sixFigures(high ?? value) };
}

/** Six figures: no digit that a reader could need is lost, and none of the noise behind is shown. */
function sixFigures(watts: number): number {
  return Number(watts.toPrecision(6));
}
