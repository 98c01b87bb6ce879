import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readLine } from '../../hardware/small-file.io.ts';
import type { BatteryReading } from './battery-state.ts';
import { KeptFile } from './kept-file.io.ts';

/** µWh and µAh·V of an hour, in J. */
const J_PER_MICRO = 3600e-6;

/** The supplies of the machine itself; those of a mouse or a headset (scope `Device`) are left out. */
export function machineSupplies(root: string): { readonly batteries: string[]; readonly chargers: string[] } {
  const batteries: string[] = [];
  const mains: string[] = [];
  const usb: string[] = [];
  for (const name of listOf(root)) {
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

function listOf(root: string): readonly string[] {
  try {
    return readdirSync(root).sort();
  } catch {
    return [];
  }
}

/** The files of one battery, kept open. */
export class BatteryFiles implements BatteryReading {
  status = '';
  powerNow = Number.NaN;
  currentNow = Number.NaN;
  voltageNow = Number.NaN;
  /** Energy taken out of it since the first look, J, by its own gauge; NaN where it tells none. */
  usedJ = Number.NaN;
  readonly #files: Readonly<Record<'status' | 'power' | 'current' | 'voltage' | 'level', KeptFile>>;
  readonly #isCharge: boolean;
  #level = Number.NaN;

  constructor(folder: string) {
    const names = listOf(folder);
    this.#isCharge = !names.includes('energy_now');
    const at = (name: string): KeptFile => new KeptFile(join(folder, name));
    this.#files = {
      status: at('status'),
      power: at('power_now'),
      current: at('current_now'),
      voltage: at('voltage_now'),
      level: at(this.#isCharge ? 'charge_now' : 'energy_now'),
    };
  }

  /** Reads it anew. */
  look(): void {
    const files = this.#files;
    this.status = files.status.line();
    this.powerNow = files.power.number();
    const needsVoltage = !(Math.abs(this.powerNow) > 0) || this.#isCharge;
    this.voltageNow = needsVoltage ? files.voltage.number() : Number.NaN;
    this.currentNow = needsVoltage ? files.current.number() : Number.NaN;
    const level = files.level.number();
    const step = this.#level - level;
    this.#level = level;
    if (Number.isNaN(level)) this.usedJ = Number.NaN;
    else if (Number.isNaN(step)) this.usedJ = 0;
    else this.usedJ += step * J_PER_MICRO * (this.#isCharge ? this.voltageNow * 1e-6 : 1);
  }

  close(): void {
    for (const file of Object.values(this.#files)) file.close();
  }
}
