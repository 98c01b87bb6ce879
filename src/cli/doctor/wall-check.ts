import type { ComponentInfo } from '../../meters/meter.ts';
import type { Supply } from '../../meters/model/model-tables.ts';
import type { Estimate } from '../../units/estimate.ts';
import { powerWithBand, type PrintOptions } from '../../units/format.ts';
import { type Check, check } from './check.ts';

const BETTER = 'joulebook calibrate (with a plug meter in the socket, once or for good)';

/** The machine between its chips and its socket, as far as it is known. */
export interface WallFacts {
  readonly other: ComponentInfo;
  /** Class of the machine, and its constants, which are used where nothing better is known. */
  readonly chassis: string;
  readonly supply: Supply;
  /** A virtual machine has no socket that a meter could stand in. */
  readonly isVirtual: boolean;
  /** Power of all components now, at the socket, W. */
  readonly now: Estimate;
  /** Of the calibration that is used. */
  readonly calibrationId?: string;
}

/** What the machine draws at its socket now, and how a run here comes from the chips to it. */
export function wallCheck(facts: WallFacts, print: PrintOptions): Check {
  const { state, what, why, fix } = wayOf(facts, print);
  return check('run.wall', ['run', 'Wall'], state, `${powerWithBand(facts.now, print)}, ${what}`, {
    why,
    fix,
  });
}

function wayOf(
  { other, chassis, supply, isVirtual, calibrationId }: WallFacts,
  print: PrintOptions,
): Pick<Check, 'state' | 'what' | 'why' | 'fix'> {
  const better = isVirtual ? {} : { fix: BETTER };
  const sources = Object.keys(other.errors).map((source) => source.split(':')[0]);
  if (sources.includes('calibration')) {
    const id = calibrationId === undefined ? '' : ` (${calibrationId})`;
    return { state: 'ok', what: `as this machine was calibrated${id}` };
  }
  if (other.method === 'wall-from-chips') {
    const { baseW, efficiency } = supply;
    const to = print.ascii === true ? '-' : '–';
    const percent = (part: number): string => `${Math.round(100 * part)}`;
    const base = powerWithBand({ ...baseW, errors: {} }, print);
    const part = `${percent(efficiency.value)} % (${percent(efficiency.low)}${to}${percent(efficiency.high)})`;
    const machine = chassis === 'unknown' ? 'a machine of unknown class' : `a ${chassis}`;
    return {
      state: 'note',
      what: `reckoned with ${base} beside the chips and a supply of ${part}`,
      why: `typical of ${machine}, not measured`,
      ...better,
    };
  }
  if (other.method.startsWith('model:')) return { state: 'note', what: 'by the model', ...better };
  return { state: 'ok', what: `measured by ${other.method}` };
}
