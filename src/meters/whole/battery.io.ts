import { join } from 'node:path';
import type { Host } from '../../host/host.ts';
import type { Channel, ChannelTrouble, EnergySource, Finding, Found } from '../source.ts';
import { BatteryFiles, machineSupplies } from './battery-files.io.ts';
import { batteryState } from './battery-state.ts';
import { KeptFile } from './kept-file.io.ts';
import { PolledPower } from './polled-power.ts';
import { wholeConstants } from './whole-constants.io.ts';
import { errorsOf } from './whole-constants.ts';

/** Gauges renew their power every second to every half minute: a reading is believed for so long, s. */
const HOLD_S = 60;
/** Poll at least so often, s, not to miss a charger that is plugged in for a moment. */
const POLL_S = 5;
/** The gauges' energy is counted in steps of a millijoule, so that whole numbers are exact. */
const STEP_J = 1e-3;

/** The batteries of a laptop, which measure all of it while nothing else feeds it. */
export function findBattery(host: Host, hostId: string): Found {
  const root = join(host.roots.sys, 'class/power_supply');
  const { batteries, chargers } = machineSupplies(root);
  if (batteries.length === 0)
    return { sources: [], findings: [{ ...base(root), state: 'absent', what: 'battery' }] };
  const source = new Battery(batteries, chargers, hostId);
  const finding: Finding = { ...base(root), looked: batteries, ...source.look() };
  if (finding.state === 'found') return { sources: [source], findings: [finding] };
  source.close();
  return { sources: [], findings: [finding] };
}

function base(root: string): Pick<Finding, 'meter' | 'targets' | 'looked'> {
  return { meter: 'battery', targets: ['dc'], looked: [root] };
}

class Battery implements EnergySource {
  readonly channels: readonly Channel[];
  readonly pollWithinS = POLL_S;
  readonly #batteries: readonly BatteryFiles[];
  readonly #chargers: readonly KeptFile[];
  readonly #power: PolledPower;

  constructor(batteries: readonly string[], chargers: readonly string[], hostId: string) {
    const { methods, counterDisagreement } = wholeConstants();
    const { maxW, within } = methods.battery;
    const names = batteries.map((folder) => folder.slice(folder.lastIndexOf('/') + 1)).join(' + ');
    const errors = errorsOf(`battery:${hostId}`, within);
    this.channels = [{ target: 'dc', method: 'battery', label: names, grade: 'A', errors, maxW }];
    this.#batteries = batteries.map((folder) => new BatteryFiles(folder));
    this.#chargers = chargers.map((folder) => new KeptFile(join(folder, 'online')));
    this.#power = new PolledPower({
      maxW,
      holdS: HOLD_S,
      stepJ: STEP_J,
      disagreement: counterDisagreement.value,
    });
  }

  /** What the batteries say now, for the finding. */
  look(): Pick<Finding, 'state' | 'what' | 'why' | 'fix'> {
    const state = this.#state();
    const what = `battery ${this.channels[0]?.label ?? ''}`;
    if (state.kind === 'power') return { state: 'found', what: `${what}, ${state.watts.toFixed(1)} W` };
    return {
      state: 'unusable',
      what,
      why: state.why,
      ...(state.kind === 'lost' && state.fix !== undefined ? { fix: state.fix } : {}),
    };
  }

  start(nowS: number): void {
    this.#power.start(nowS);
    this.poll(nowS);
  }

  poll(nowS: number): void {
    const state = this.#state();
    if (state.kind === 'power') this.#power.reading(state.watts, nowS, this.#usedSteps());
    else if (state.kind === 'lost') this.#power.lose(nowS, state.why, state.fix);
    else this.#power.miss(nowS, state.why);
  }

  take(nowS: number, low: Float64Array, high: Float64Array, offset: number): void {
    this.poll(nowS);
    this.#power.take(nowS, low, high, offset);
  }

  troubles(): readonly ChannelTrouble[] {
    return this.#power.troubles();
  }

  close(): void {
    for (const battery of this.#batteries) battery.close();
    for (const charger of this.#chargers) charger.close();
  }

  #state(): ReturnType<typeof batteryState> {
    for (const battery of this.#batteries) battery.look();
    let isPlugged = false;
    for (const charger of this.#chargers) if (charger.number() === 1) isPlugged = true;
    return batteryState(this.#batteries, isPlugged);
  }

  #usedSteps(): number {
    let usedJ = 0;
    for (const battery of this.#batteries) usedJ += battery.usedJ;
    return Math.round(usedJ / STEP_J);
  }
}
