import type { MachineInfo } from '../../hardware/machine-info.ts';

interface Factor {
  readonly value: number;
}

/** `data/report/plausible_run.json`. */
export interface PlausibleFactors {
  readonly cpuOfTdp: Factor;
  readonly gpuOfTdp: Factor;
  /** W. */
  readonly unknownCpuW: Factor;
  readonly unknownGpuW: Factor;
  readonly ramWPerGB: Factor;
  readonly wallOfChips: Factor;
  readonly wallBaseW: Factor;
  readonly leastMachineW: Factor;
  readonly leastJPerCpuS: Factor;
  readonly cpuOfThreads: Factor;
  readonly rounding: Factor;
  readonly clockAheadS: Factor;
  readonly clockDriftS: Factor;
  readonly unseenS: Factor;
  readonly unseenPart: Factor;
}

/** What runs are held against that others made. */
export interface PlausibleKnowledge {
  readonly factors: PlausibleFactors;
  /** TDP of one package, W; undefined where the CPU is in no table. */
  readonly cpuTdpW: (name: string) => number | undefined;
  /** Power of one board, W. */
  readonly gpuTdpW: (name: string) => number | undefined;
  /** ms since 1970. */
  readonly nowMs: number;
}

/** The most that a machine and its parts can take as a mean, W. */
export interface PowerLimits {
  readonly cpuW: number;
  readonly ramW: number;
  /** Of one board, by its place in the machine. */
  readonly gpuW: readonly number[];
  readonly wallW: number;
}

const BYTES_PER_GB = 2 ** 30;

/** The limits of a machine; a part that is in no table may be larger than any that is. */
export function powerLimits(
  machine: Pick<MachineInfo, 'cpu' | 'sockets' | 'gpus' | 'ramBytes'>,
  { factors, cpuTdpW, gpuTdpW }: PlausibleKnowledge,
): PowerLimits {
  const sockets = Math.max(1, machine.sockets);
  const cpuW = sockets * (cpuTdpW(machine.cpu) ?? factors.unknownCpuW.value) * factors.cpuOfTdp.value;
  const gpuW = machine.gpus.map(
    (name) => (gpuTdpW(name) ?? factors.unknownGpuW.value) * factors.gpuOfTdp.value,
  );
  const ramW = (machine.ramBytes / BYTES_PER_GB) * factors.ramWPerGB.value;
  const chipsW = cpuW + ramW + gpuW.reduce((sum, watts) => sum + watts, 0);
  return { cpuW, ramW, gpuW, wallW: chipsW * factors.wallOfChips.value + factors.wallBaseW.value };
}
