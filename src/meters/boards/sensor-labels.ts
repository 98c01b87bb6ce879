import type { Target } from '../source.ts';

/** The drivers whose sensors name a part of the machine by a label. */
export type LabelledDriver =
  | 'occ'
  | 'ibmpowernv'
  | 'amd_energy'
  | 'apm_xgene'
  | 'smpro_hwmon'
  | 'scmi_sensors';

type Rule = readonly [pattern: RegExp, target: Target];

/** Per driver, what its labels measure. A label without a rule is part of one that has one, or is no chip. */
const RULES: Readonly<Record<LabelledDriver, readonly Rule[]>> = {
  // IBM POWER through the OCC's own driver: `0_system`, `0_proc`; `vdd` and `vdn` are inside `proc`.
  occ: [
    [/^(\d+_)?system$/, 'dc'],
    [/^(\d+_)?proc$/, 'cpu'],
  ],
  // IBM POWER through OPAL firmware: `System`, `Chip 0`, `Chip 8 Memory`; `Chip 0 Vdd` is inside `Chip 0`.
  ibmpowernv: [
    [/^system$/, 'dc'],
    [/^chip \d+$/, 'cpu'],
    [/^chip \d+ mem(ory)?$/, 'ram'],
  ],
  // AMD EPYC: `Esocket0`; `Ecore000` is inside it.
  amd_energy: [[/^esocket\d+$/, 'cpu']],
  // Ampere eMAG and X-Gene: `CPU power` and `IO power` are rails of one chip.
  apm_xgene: [[/^(cpu|io) power$/, 'cpu']],
  // Ampere Altra: regulators of the cores, of the rest of the chip, of its PCIe part, and of the memory.
  smpro_hwmon: [
    [/^(core|soc|rca)\b/, 'cpu'],
    [/^dimm\b/, 'ram'],
  ],
  // Arm SCMI firmware, names free: only what says that it is a package.
  scmi_sensors: [[/^(soc|pkg|package)([ _-]?(power|energy|pwr))?([ _-]?\d+)?$/, 'cpu']],
};

/** Drivers that {@link labelTarget} knows. */
export const LABELLED_DRIVERS = Object.keys(RULES) as readonly LabelledDriver[];

/** What a sensor measures by its driver's label; undefined: it is not counted, because another contains it or it is no chip's. */
export function labelTarget(driver: LabelledDriver, label: string): Target | undefined {
  const text = label.trim().toLowerCase();
  return RULES[driver].find(([pattern]) => pattern.test(text))?.[1];
}
