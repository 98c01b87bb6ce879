import { join } from 'node:path';
import { readLine } from '../../hardware/small-file.io.ts';
import type { BatteryReading } from './battery-state.ts';
import { namesIn } from '../reading/sysfs-folder.io.ts';
import { SysfsLine } from '../reading/sysfs-line.io.ts';
import { SysfsNumber } from '../reading/sysfs-number.io.ts';

/** µWh and µAh·V of an hour, in J. */
const J_PER_MICRO = 3600e-6;

/** The supplies of the machine itself; those of a mouse or a headset (scope `Device`) are left out. */
export function machineSupplies(root: string): { readonly batteries: string[]; readonly chargers: string[] } {
  const batteries: string[] = [];
  const mains: string[] = [];
  const usb: string[] = [];
  for (const name of namesIn(root)) {
    const folder = join(root, name);
    if (readLine(join(folder, 'scope')) === 'Device') continue;
    const type = readLine(join(folder, 'type'));
    if (type === 'Battery' && readLine(join(folder, 'present')) !== '0') batteries.push(folder);
    else if (type === 'Mains') mains.push(folder);
    else if (type.startsWith('USB')) usb.push(folder);
  }
  // A USB port is also `online` where it feeds a telephone: it is asked only where no mains supply tells.
  return { batteries, chargers: mains.length > 0 ? mains : usb };
}

/** The files of one battery, kept open. */
export class BatteryFiles implements BatteryReading {
  status = '';
  powerNow = Number.NaN;
  currentNow = Number.NaN;
  voltageNow = Number.NaN;
  /** Energy taken out of it since the first look, J, by its own gauge; NaN where it tells none. */
  usedJ = Number.NaN;
  readonly #statusFile: SysfsLine;
  readonly #files: Readonly<Record<'power' | 'current' | 'voltage' | 'level', SysfsNumber>>;
  readonly #isCharge: boolean;
  #level = Number.NaN;

  constructor(folder: string) {
    const names = namesIn(folder);
    this.#isCharge = !names.includes('energy_now');
    const at = (name: string): SysfsNumber => new SysfsNumber(join(folder, name));
    this.#statusFile = new SysfsLine(join(folder, 'status'));
    this.#files = {
      power: at('power_now'),
      current: at('current_now'),
      voltage: at('voltage_now'),
      level: at(this.#isCharge ? 'charge_now' : 'energy_now'),
    };
  }

  /** Reads it anew. */
  look(): void {
    const files = this.#files;
    this.status = this.#statusFile.read();
    this.powerNow = files.power.read();
    const needsVoltage = !(Math.abs(this.powerNow) > 0) || this.#isCharge;
    this.voltageNow = needsVoltage ? files.voltage.read() : Number.NaN;
    this.currentNow = needsVoltage ? files.current.read() : Number.NaN;
    const level = files.level.read();
    const step = this.#level - level;
    this.#level = level;
    if (Number.isNaN(level)) this.usedJ = Number.NaN;
    else if (Number.isNaN(step)) this.usedJ = 0;
    else this.usedJ += step * J_PER_MICRO * (this.#isCharge ? this.voltageNow * 1e-6 : 1);
  }

  close(): void {
    this.#statusFile.close();
    for (const file of Object.values(this.#files)) file.close();
  }
}
