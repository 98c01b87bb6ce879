import { join } from 'node:path';
import type { Host } from '../../host/host.ts';
import type { Channel, Finding, Found } from '../source.ts';
import { BatteryFiles, machineSupplies } from './battery-files.io.ts';
import { batteryState } from './battery-state.ts';
import { SysfsNumber } from '../reading/sysfs-number.io.ts';
import { PolledPower } from './polled-power.ts';
import { PowerSource } from './power-source.ts';
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
  const battery = new Battery(batteries, chargers, hostId);
  const finding: Finding = { ...base(root), looked: batteries, ...battery.look() };
  if (finding.state === 'found') return { sources: [sourceOf(battery)], findings: [finding] };
  battery.close();
  return { sources: [], findings: [finding] };
}

function base(root: string): Pick<Finding, 'meter' | 'targets' | 'looked'> {
  return { meter: 'battery', targets: ['dc'], looked: [root] };
}

function sourceOf(battery: Battery): PowerSource {
  return new PowerSource({
    channel: battery.channel,
    pollWithinS: POLL_S,
    power: battery.power,
    ask: (nowS) => battery.ask(nowS),
    close: () => battery.close(),
  });
}

class Battery {
  readonly channel: Channel;
  readonly power: PolledPower;
  readonly #batteries: readonly BatteryFiles[];
  readonly #chargers: readonly SysfsNumber[];

  constructor(batteries: readonly string[], chargers: readonly string[], hostId: string) {
    const { methods, counterDisagreement } = wholeConstants();
    const { maxW, within } = methods.battery;
    const names = batteries.map((folder) => folder.slice(folder.lastIndexOf('/') + 1)).join(' + ');
    const errors = errorsOf(`battery:${hostId}`, within);
    this.channel = { target: 'dc', method: 'battery', label: names, grade: 'A', errors, maxW };
    this.#batteries = batteries.map((folder) => new BatteryFiles(folder));
    this.#chargers = chargers.map((folder) => new SysfsNumber(join(folder, 'online')));
    this.power = new PolledPower({
      maxW,
      holdS: HOLD_S,
      stepJ: STEP_J,
      disagreement: counterDisagreement.value,
    });
  }

  /** What the batteries say now, for the finding. */
  look(): Pick<Finding, 'state' | 'what' | 'why' | 'fix'> {
    const state = this.#state();
    const what = `battery ${this.channel.label}`;
    if (state.kind === 'power') return { state: 'found', what: `${what}, ${state.watts.toFixed(1)} W` };
    return {
      state: 'unusable',
      what,
      why: state.why,
      ...(state.kind === 'lost' && state.fix !== undefined ? { fix: state.fix } : {}),
    };
  }

  ask(nowS: number): void {
    const state = this.#state();
    if (state.kind === 'power') this.power.reading(state.watts, nowS, this.#usedSteps());
    else if (state.kind === 'lost') this.power.lose(nowS, state.why, state.fix);
    else this.power.miss(nowS, state.why);
  }

  close(): void {
    for (const battery of this.#batteries) battery.close();
    for (const charger of this.#chargers) charger.close();
  }

  #state(): ReturnType<typeof batteryState> {
    for (const battery of this.#batteries) battery.look();
    let isPlugged = false;
    for (const charger of this.#chargers) if (charger.read() === 1) isPlugged = true;
    return batteryState(this.#batteries, isPlugged);
  }

  #usedSteps(): number {
    let usedJ = 0;
    for (const battery of this.#batteries) usedJ += battery.usedJ;
    return Math.round(usedJ / STEP_J);
  }
}
