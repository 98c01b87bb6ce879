/** One battery of the machine as the kernel shows it; NaN what it does not tell. */
export interface BatteryReading {
  /** `Discharging`, `Charging`, `Full`, `Not charging`, `Unknown`. */
  readonly status: string;
  /** µW, of either sign. */
  readonly powerNow: number;
  /** µA, of either sign. */
  readonly currentNow: number;
  /** µV. */
  readonly voltageNow: number;
}

/** What the batteries say together: a power, or why they say none. */
export type BatteryState =
  | { readonly kind: 'power'; readonly watts: number }
  /** It cannot be known until something changes. */
  | { readonly kind: 'lost'; readonly why: string; readonly fix?: string }
  /** No reading this time. */
  | { readonly kind: 'missed'; readonly why: string };

const UNPLUG =
  'pull the charger’s plug to measure by the battery, or leave it in and put a meter in the socket';

/**
 * Power that the machine draws from its batteries, W: known only where nothing else feeds it. Batteries that rest give nothing; the signs of the
 * kernel's drivers differ, so they are left out.
 *
 * @example
 * const battery = { status: 'Discharging', powerNow: 9_500_000, currentNow: NaN, voltageNow: NaN };
 * batteryState([battery], false); // { kind: 'power', watts: 9.5 }
 */
export function batteryState(batteries: readonly BatteryReading[], isPlugged: boolean): BatteryState {
  if (isPlugged) return { kind: 'lost', why: 'the charger is plugged in', fix: UNPLUG };
  let watts = 0;
  let draining = 0;
  for (const battery of batteries) {
    if (battery.status === 'Charging')
      return { kind: 'lost', why: 'the charger is plugged in: a battery is charging', fix: UNPLUG };
    if (battery.status !== 'Discharging') continue;
    draining += 1;
    watts += wattsOf(battery);
  }
  if (draining === 0) return { kind: 'lost', why: 'no battery is discharging', fix: UNPLUG };
  // A gauge that has just been switched over shows 0 for a while; a machine that runs draws more.
  if (!(watts > 0)) return { kind: 'missed', why: 'the battery tells no power' };
  return { kind: 'power', watts };
}

function wattsOf(battery: BatteryReading): number {
  const power = Math.abs(battery.powerNow) * 1e-6;
  if (power > 0) return power;
  return Math.abs(battery.currentNow) * battery.voltageNow * 1e-12;
}
