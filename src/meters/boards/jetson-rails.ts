import type { Target } from '../source.ts';

/** A supply rail that a Jetson's power monitor measures. */
export interface Rail<T> {
  /** As the board's device tree names it. */
  readonly label: string;
  readonly reading: T;
}

/** What some rails together are. */
export interface RailGroup<T> {
  readonly target: Target;
  readonly label: string;
  readonly rails: readonly Rail<T>[];
}

/** Supplies of the whole module, and on the TX1 and TX2 beside it that of the carrier board: these two add up. */
const INPUTS = new Set(['VDD_IN', '5V_IN', 'POM_5V_IN']);
const CARRIER = 'VDD_MUX';

/** Rails of chips that no other of them contains. */
const CHIPS: Readonly<Record<string, 'cpu' | 'gpu' | 'ram'>> = {
  CPU: 'cpu',
  VDD_CPU: 'cpu',
  POM_5V_CPU: 'cpu',
  VDD_SYS_CPU: 'cpu',
  VDD_CPU_CV: 'cpu',
  VDD_CPU_GPU: 'cpu',
  VDD_CPU_GPU_CV: 'cpu',
  VDD_CPU_SOC_MSS: 'cpu',
  SOC: 'cpu',
  VDD_SOC: 'cpu',
  VDD_SYS_SOC: 'cpu',
  CV: 'cpu',
  GPU: 'gpu',
  VDD_GPU: 'gpu',
  POM_5V_GPU: 'gpu',
  VDD_SYS_GPU: 'gpu',
  VDD_GPU_SOC: 'gpu',
  VDDRQ: 'ram',
  VDD_SYS_DDR: 'ram',
};

/**
 * What the rails of a Jetson measure: one group for the input of the module (`dc`), and one for each chip. Rails that are neither (5 V
 * supplies, the carrier board's own) are part of the input and named nowhere else.
 *
 * @param gpu which GPU of the machine the Jetson's own is.
 */
export function jetsonGroups<T>(rails: readonly Rail<T>[], gpu: number): readonly RailGroup<T>[] {
  const groups: RailGroup<T>[] = [];
  const inputs = rails.filter(({ label }) => INPUTS.has(plain(label)));
  if (inputs.length > 0) {
    const carrier = rails.filter(({ label }) => plain(label) === CARRIER);
    groups.push(group('dc', [...inputs, ...carrier]));
  }
  for (const chip of ['cpu', 'gpu', 'ram'] as const) {
    const own = rails.filter(({ label }) => CHIPS[plain(label)] === chip);
    if (own.length > 0) groups.push(group(chip === 'gpu' ? `gpu:${gpu}` : chip, own));
  }
  return groups;
}

/** Rails whose chips cannot be told apart: their energy is with the target named, all of it. */
export function isShared(label: string): boolean {
  return /CPU_GPU|GPU_SOC|CPU_CV|CPU_SOC/.test(plain(label));
}

function group<T>(target: Target, rails: readonly Rail<T>[]): RailGroup<T> {
  return { target, label: rails.map(({ label }) => label).join(' + '), rails };
}

function plain(label: string): string {
  return label.trim().toUpperCase();
}
